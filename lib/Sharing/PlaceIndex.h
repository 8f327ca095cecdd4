/// \file
/// Things by the place they are about, found by a place that overlaps.

#ifndef ASYNC_TIDY_SHARING_PLACEINDEX_H
#define ASYNC_TIDY_SHARING_PLACEINDEX_H

#include "Facts/Path.h"
#include "llvm/ADT/SmallVector.h"

namespace async {

/// Numbers, each filed under a place.
class PlaceIndex {
public:
  using Numbers = llvm::SmallVector<size_t, 4>;

  /// Numbers are added in ascending order.
  void add(const Path &Place, size_t Number) {
    At[&Place].push_back(Number);
    for (const Path *P = Place.parent(); P; P = P->parent())
      Below[P].push_back(Number);
  }

  /// Those of \p Place itself.
  llvm::ArrayRef<size_t> at(const Path &Place) const {
    auto It = At.find(&Place);
    if (It == At.end())
      return {};
    return It->second;
  }

  /// Those of what is in \p Place.
  llvm::ArrayRef<size_t> below(const Path &Place) const {
    auto It = Below.find(&Place);
    if (It == Below.end())
      return {};
    return It->second;
  }

  /// Those whose place overlaps \p Place: it, what contains it, what is in it.
  Numbers overlapping(const Path &Place) const {
    llvm::ArrayRef<size_t> Inside = below(Place);
    Numbers Found(Inside.begin(), Inside.end());
    for (const Path *P = &Place; P; P = P->parent()) {
      llvm::ArrayRef<size_t> Here = at(*P);
      Found.append(Here.begin(), Here.end());
    }
    llvm::sort(Found);
    return Found;
  }

private:
  llvm::DenseMap<const Path *, Numbers> At, Below;
};

} // namespace async

#endif // ASYNC_TIDY_SHARING_PLACEINDEX_H
