#include "Markdown.h"

#include "llvm/ADT/StringExtras.h"

using llvm::raw_ostream;
using llvm::StringRef;

namespace async {
namespace {

/// Colours the output for as long as it lives; nothing where colours are off.
class Style {
public:
  Style(raw_ostream &OS, raw_ostream::Colors Colour, bool Bold) : OS(OS) {
    OS.changeColor(Colour, Bold);
  }
  ~Style() { OS.resetColor(); }
  Style(const Style &) = delete;
  Style &operator=(const Style &) = delete;

private:
  raw_ostream &OS;
};

class Renderer {
public:
  explicit Renderer(raw_ostream &OS) : OS(OS) {}

  void line(StringRef Line) {
    if (Line.trim().starts_with("```")) {
      InCode = !InCode;
      return;
    }
    if (InCode) {
      Style S(OS, raw_ostream::CYAN, /*Bold=*/false);
      OS << (Line.empty() ? "" : "    ") << Line << '\n';
      return;
    }
    if (Line.starts_with("#"))
      return heading(Line);
    // A comment carries data for the tests of the page, not for its reader.
    if (Line.starts_with("<!--") && Line.rtrim().ends_with("-->"))
      return;
    inlineText(Line);
    OS << '\n';
  }

private:
  void heading(StringRef Line) {
    StringRef Title = Line.ltrim('#');
    const bool Top = Line.size() - Title.size() == 1;
    Title = Title.trim();
    {
      Style S(OS, raw_ostream::SAVEDCOLOR, /*Bold=*/true);
      // A page's title is a check's name: it stands as it is typed.
      OS << (Top ? Title.str() : Title.upper());
    }
    OS << '\n';
  }

  /// `code`, **bold**, *emphasis*, [text](address).
  void inlineText(StringRef Rest) {
    while (!Rest.empty()) {
      size_t Plain = Rest.find_first_of("`*[");
      OS << Rest.substr(0, Plain);
      if (Plain == StringRef::npos)
        return;
      Rest = Rest.drop_front(Plain);
      if (!span(Rest)) {
        OS << Rest.front();
        Rest = Rest.drop_front();
      }
    }
  }

  /// Prints the span that \p Rest starts with, and removes it; false if none does.
  bool span(StringRef &Rest) {
    if (Rest.front() == '`')
      return delimited(Rest, "`", raw_ostream::CYAN, /*Bold=*/false);
    if (Rest.starts_with("**"))
      return delimited(Rest, "**", raw_ostream::SAVEDCOLOR, /*Bold=*/true);
    if (Rest.front() == '*')
      return delimited(Rest, "*", raw_ostream::SAVEDCOLOR, /*Bold=*/true);
    return link(Rest);
  }

  bool delimited(StringRef &Rest, StringRef Mark, raw_ostream::Colors Colour,
                 bool Bold) {
    StringRef After = Rest.drop_front(Mark.size());
    size_t End = After.find(Mark);
    // `* item`, `a * b` and an unclosed mark are text.
    if (End == StringRef::npos || End == 0 || llvm::isSpace(After.front()))
      return false;
    Style S(OS, Colour, Bold);
    OS << After.substr(0, End);
    Rest = After.drop_front(End + Mark.size());
    return true;
  }

  bool link(StringRef &Rest) {
    size_t Middle = Rest.find("](");
    if (Middle == StringRef::npos)
      return false;
    size_t End = Rest.find(')', Middle);
    StringRef Text = Rest.substr(1, Middle - 1);
    if (End == StringRef::npos || Text.contains('['))
      return false;
    StringRef Address = Rest.slice(Middle + 2, End);
    inlineText(Text);
    // A path inside the repository means nothing to who reads this in a terminal.
    if (Address.contains("://"))
      OS << " <" << Address << '>';
    Rest = Rest.drop_front(End + 1);
    return true;
  }

  raw_ostream &OS;
  bool InCode = false;
};

} // namespace

void renderMarkdown(StringRef Text, raw_ostream &OS) {
  Renderer R(OS);
  Text = Text.rtrim();
  while (!Text.empty()) {
    auto [Line, Rest] = Text.split('\n');
    R.line(Line);
    Text = Rest;
  }
}

} // namespace async
