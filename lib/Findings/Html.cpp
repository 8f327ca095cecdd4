#include "Findings/Html.h"

#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"

using namespace llvm;

namespace async {

/// U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069: they reorder what is around them.
static bool turnsText(StringRef Character) {
  if (Character.size() != 3 || !Character.starts_with("\xE2"))
    return false;
  const unsigned char B = Character[1], C = Character[2];
  return (B == 0x80 && ((C >= 0xAA && C <= 0xAE) || C == 0x8E || C == 0x8F)) ||
         (B == 0x81 && C >= 0xA6 && C <= 0xA9);
}

std::string html(StringRef Text) {
  std::string Result;
  const std::string Valid = json::fixUTF8(Text);
  for (StringRef Rest = Valid; !Rest.empty();) {
    const unsigned char C = Rest.front();
    const size_t Length = getNumBytesForUTF8(C);
    StringRef Character = Rest.take_front(Length);
    Rest = Rest.drop_front(Character.size());
    if (C == '&')
      Result += "&amp;";
    else if (C == '<')
      Result += "&lt;";
    else if (C == '>')
      Result += "&gt;";
    else if (C == '"')
      Result += "&quot;";
    else if (C == '\'')
      Result += "&#39;";
    else if ((C < 0x20 && C != '\t' && C != '\n') || C == 0x7F)
      Result += formatv("\\x{0:x-2}", static_cast<unsigned>(C)).str();
    else if (turnsText(Character))
      Result += formatv("\\u20{0:x-2}", (Character[1] & 1) * 0x40 +
                                            (Character[2] & 0x3F))
                    .str();
    else
      Result += Character;
  }
  return Result;
}

} // namespace async
