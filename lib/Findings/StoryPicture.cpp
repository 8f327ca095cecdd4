#include "Findings/Html.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"

#include <optional>

using namespace llvm;

namespace async {
namespace {

// In the units of the picture, which is as wide as a narrow telephone: there, it is
// shown as large as it is drawn.
constexpr int Width = 360;
constexpr int Left = 14, Right = Width - 14;
constexpr int TextLeft = Left + 18, TextRight = Right - 18;
constexpr int LineHeight = 15;
/// What fits between the lanes, in characters.
constexpr size_t Columns = 42, FileColumns = 28, LaneColumns = 24;

/// Whole characters of UTF-8, \p Count at most.
StringRef prefix(StringRef Text, size_t Count) {
  size_t I = 0;
  for (; I != Text.size(); ++I)
    if ((static_cast<unsigned char>(Text[I]) & 0xC0) != 0x80 && Count-- == 0)
      break;
  return Text.take_front(I);
}

size_t length(StringRef Text) {
  return llvm::count_if(Text, [](char C) {
    return (static_cast<unsigned char>(C) & 0xC0) != 0x80;
  });
}

std::string shortened(StringRef Text, size_t Count) {
  if (length(Text) <= Count)
    return Text.str();
  return prefix(Text, Count - 1).str() + "…";
}

/// The end of a qualified name says more than its beginning.
std::string shortenedName(StringRef Name, size_t Count) {
  const size_t Length = length(Name);
  if (Length <= Count)
    return Name.str();
  return "…" + Name.drop_front(prefix(Name, Length - Count + 1).size()).str();
}

/// Lines of Columns characters, broken between words where there are any; four at most.
std::vector<std::string> wrapped(StringRef Text) {
  std::vector<std::string> Lines(1);
  SmallVector<StringRef, 32> Words;
  Text.split(Words, ' ', -1, /*KeepEmpty=*/false);
  for (StringRef Word : Words)
    while (!Word.empty()) {
      const size_t Used = length(Lines.back());
      const size_t Left = Used ? Columns - std::min(Columns, Used + 1) : Columns;
      if (length(Word) <= Left) {
        Lines.back() += (Used ? " " : "") + Word.str();
        break;
      }
      if (Used) {
        Lines.emplace_back();
        continue;
      }
      StringRef Part = prefix(Word, Columns);
      Lines.back() = Part.str();
      Word = Word.drop_front(Part.size());
      if (!Word.empty())
        Lines.emplace_back();
    }
  if (Lines.size() > 4) {
    Lines.resize(4);
    Lines.back() = shortened(Lines.back() + " ……", Columns);
  }
  return Lines;
}

StringRef title(const StoryStep &S) {
  switch (S.Part) {
  case Role::Access:
    return "first";
  case Role::Suspension:
    return "suspended";
  case Role::Remote:
    return "meanwhile";
  case Role::Use:
    return "then";
  case Role::Detail:
  case Role::Remedy:
    return "";
  }
  llvm_unreachable("all are named");
}

std::string fileAndLine(const Place &Where) {
  std::string Text = sys::path::filename(Where.Path).str();
  std::string Line = Where.Line ? ":" + utostr(Where.Line) : "";
  return shortened(Text, FileColumns - Line.size()) + Line;
}

class Picture {
public:
  Picture(const Story &Told, StringRef Function) : Told(Told) {
    // Without a suspension nobody else runs in between; then one lane will do.
    HasRemote = llvm::any_of(Told.Steps, [](const StoryStep &S) {
      return S.IsRemote || S.Part == Role::Suspension;
    });
    text(TextLeft - 18, 12, "lane",
         shortenedName(Function.empty() ? "this coroutine" : Function,
                       LaneColumns));
    if (HasRemote)
      text(Right, 12, "lane end", "others");
    Y = 26;
  }

  void draw(raw_ostream &OS) {
    const int Top = Y;
    bool WasRemote = false;
    std::optional<int> Suspended;
    for (size_t I = 0; I != Told.Steps.size(); ++I) {
      const StoryStep &S = Told.Steps[I];
      if (S.IsRemote != WasRemote)
        pass(S.IsRemote);
      // Back, or nobody in particular was named: others still ran.
      if (Suspended && !S.IsRemote && S.Part != Role::Suspension) {
        if (!WasRemote && S.Part == Role::Use)
          others();
        life("away", Left, *Suspended, Y + 8);
        Suspended.reset();
        Solid = Y + 8;
      }
      const int At = step(S, I + 1);
      if (S.Part == Role::Suspension && !Suspended && !S.IsRemote) {
        life("life", Left, Solid.value_or(Top + 8), At);
        Suspended = At;
      }
      WasRemote = S.IsRemote;
    }
    if (Suspended) {
      if (!WasRemote)
        others();
      life("away", Left, *Suspended, Y);
    } else {
      life("life", Left, Solid.value_or(Top + 8), Y);
    }
    if (HasRemote)
      life("away", Right, Top, Y);

    std::string Label = "The interleaving, in order:";
    for (auto [I, S] : llvm::enumerate(Told.Steps))
      Label += formatv(" {0}. {1}{2}{3}: {4}.", I + 1, title(S),
                       title(S).empty() ? "" : ", ", fileAndLine(*S.Where),
                       *S.Message);
    OS << formatv("<svg viewBox=\"0 0 {0} {1}\" role=\"img\" aria-label=\"", Width,
                  Y + 8)
       << html(Label) << "\">" << Lines << Shapes << "</svg>\n";
  }

private:
  void text(int X, int TextY, StringRef Class, StringRef Text) {
    Shapes += formatv("<text x=\"{0}\" y=\"{1}\" class=\"{2}\">{3}</text>", X,
                      TextY, Class, html(Text));
  }

  void life(StringRef Class, int X, int From, int To) {
    if (From < To)
      Lines += formatv(
          "<line x1=\"{0}\" y1=\"{1}\" x2=\"{0}\" y2=\"{2}\" class=\"{3}\"/>", X,
          From, To, Class);
  }

  /// An arrow from lane to lane, below what was drawn.
  void pass(bool ToRemote) {
    const int At = Y, Tip = ToRemote ? Right - 3 : Left + 3;
    const int Back = ToRemote ? Tip - 7 : Tip + 7;
    Lines += formatv(
        "<line x1=\"{0}\" y1=\"{2}\" x2=\"{1}\" y2=\"{2}\" class=\"pass\"/>"
        "<path d=\"M{3} {2} L{1} {4} L{1} {5} Z\" class=\"tip\"/>",
        ToRemote ? Left : Right, Back, At, Tip, At - 4, At + 4);
    Y += 12;
  }

  void others() {
    pass(/*ToRemote=*/true);
    text(TextRight, Y + 12, "ghost end", "other tasks run");
    Shapes += formatv("<circle cx=\"{0}\" cy=\"{1}\" r=\"4\" class=\"detail\"/>",
                      Right, Y + 8);
    Y += 26;
    pass(/*ToRemote=*/false);
  }

  /// Returns the height of its mark.
  int step(const StoryStep &S, size_t Number) {
    const int X = S.IsRemote ? Right : Left, TextX = S.IsRemote ? TextRight : TextLeft;
    const int At = Y + 8;
    StringRef Class = name(S.Part);
    switch (S.Part) {
    case Role::Suspension:
      Shapes += formatv("<rect x=\"{0}\" y=\"{1}\" width=\"18\" height=\"18\" "
                        "rx=\"4\" class=\"{2}\"/>",
                        X - 9, At - 9, Class);
      break;
    case Role::Remote:
      Shapes += formatv("<path d=\"M{0} {1} l11 11 l-11 11 l-11 -11 Z\" "
                        "class=\"{2}\"/>",
                        X, At - 11, Class);
      break;
    case Role::Use:
      Shapes += formatv("<path d=\"M{0} {1} l9 0 l5 5 l0 9 l-5 5 l-9 0 l-5 -5 l0 "
                        "-9 Z\" class=\"{2}\"/>",
                        X - 4.5, At - 9.5, Class);
      break;
    default:
      Shapes += formatv("<circle cx=\"{0}\" cy=\"{1}\" r=\"9\" class=\"{2}\"/>",
                        X, At, Class);
    }
    text(X, At + 4, "number", utostr(Number));
    Shapes += formatv("<text x=\"{0}\" y=\"{1}\"{2}>", TextX, At + 4,
                      S.IsRemote ? " class=\"end\"" : "");
    if (!title(S).empty())
      Shapes += formatv("<tspan class=\"role {0}\">{1}</tspan> ", Class, title(S));
    Shapes += formatv("<tspan class=\"file\">{0}</tspan></text>",
                      html(fileAndLine(*S.Where)));
    Y = At + 4;
    // The title says it already.
    const std::string Valid = json::fixUTF8(*S.Message);
    StringRef Message = Valid;
    Message.consume_front((title(S) + " ").str());
    for (const std::string &Line : wrapped(Message))
      text(TextX, Y += LineHeight, S.IsRemote ? "end" : "text", Line);
    Y += 16;
    return At;
  }

  const Story &Told;
  bool HasRemote = false;
  /// Where the solid line of this coroutine begins again.
  std::optional<int> Solid;
  int Y = 0;
  /// Lines lie below shapes.
  std::string Lines, Shapes;
};

} // namespace

void drawStory(const Story &Told, StringRef Function, raw_ostream &OS) {
  Picture(Told, Function).draw(OS);
}

} // namespace async
