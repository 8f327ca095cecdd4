/// \file
/// clang-tidy's collector of diagnostics, which also remembers what clang-tidy drops:
/// the roles of places, and what NOLINT silenced.

#ifndef ASYNC_TIDY_TOOLS_ASYNCTIDY_UNITDIAGNOSTICS_H
#define ASYNC_TIDY_TOOLS_ASYNCTIDY_UNITDIAGNOSTICS_H

#include "Support/Role.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang/Tooling/Core/Diagnostic.h"

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace async {

struct SilencedDiagnostic {
  std::string Check;
  clang::tooling::DiagnosticMessage Message;
  Role Part = Role::Detail;
  /// File and offset, from the inside of a macro to where it is used.
  std::vector<std::pair<std::string, unsigned>> SpelledAt;
};

class UnitDiagnostics : public clang::tidy::ClangTidyDiagnosticConsumer {
public:
  explicit UnitDiagnostics(clang::tidy::ClangTidyContext &Context)
      : ClangTidyDiagnosticConsumer(Context), Context(Context) {}

  void HandleDiagnostic(clang::DiagnosticsEngine::Level Level,
                        const clang::Diagnostic &Info) override;

  /// The role with which \p Message was reported; Detail if it had none.
  Role roleOf(const clang::tooling::DiagnosticMessage &Message) const;

  /// What NOLINT silenced of the checks that are on.
  const std::vector<SilencedDiagnostic> &silenced() const { return Dropped; }

private:
  clang::tidy::ClangTidyContext &Context;
  /// By message, file and offset.
  std::map<std::tuple<std::string, std::string, unsigned>, Role> Roles;
  std::vector<SilencedDiagnostic> Dropped;
};

} // namespace async

#endif // ASYNC_TIDY_TOOLS_ASYNCTIDY_UNITDIAGNOSTICS_H
