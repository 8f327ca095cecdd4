#include "Console.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

#include <chrono>

using namespace llvm;

namespace async {
namespace {

class Lines : public Progress {
public:
  void begin(StringRef Text, size_t Count) override {
    What = Text.str();
    Total = Count;
    Done = Told = 0;
    errs() << formatv("async-gate: {0} {1} unit{2}\n", What, Total,
                      Total == 1 ? "" : "s");
  }
  void finished(StringRef) override {
    ++Done;
    // Ten lines at most, and none where the end comes soon anyway.
    if (Total < 20 || Done == Total || Done * 10 / Total == Told)
      return;
    Told = Done * 10 / Total;
    errs() << formatv("async-gate: {0} {1} of {2} units\n", What, Done, Total);
  }

private:
  std::string What;
  size_t Total = 0, Done = 0, Told = 0;
};

class Bar : public Progress {
  using Clock = std::chrono::steady_clock;

public:
  void begin(StringRef Text, size_t Count) override {
    What = Text.str();
    Total = Count;
    Done = 0;
    Start = Clock::now();
    Drawn = Clock::time_point();
  }
  void started(StringRef Unit) override {
    Current = Unit.str();
    draw();
  }
  void finished(StringRef) override {
    ++Done;
    draw();
  }
  void end() override {
    errs() << "\r\x1b[K";
    errs().flush();
  }

private:
  void draw() {
    const auto Now = Clock::now();
    if (Now - Drawn < std::chrono::milliseconds(50))
      return;
    Drawn = Now;
    const double Seconds = std::chrono::duration<double>(Now - Start).count();
    constexpr size_t Width = 20;
    const size_t Full = Total ? Done * Width / Total : Width;
    std::string Line =
        formatv("[{0}{1}] {2}/{3} {4}, {5:F1}/s {6}", std::string(Full, '#'),
                std::string(Width - Full, '.'), Done, Total, What,
                Seconds > 0 ? Done / Seconds : 0.0, Current);
    const unsigned Columns = sys::Process::StandardErrColumns();
    if (Columns > 1 && Line.size() >= Columns)
      Line.resize(Columns - 1);
    for (char &C : Line)
      if (static_cast<unsigned char>(C) < 0x20)
        C = '?';
    errs() << '\r' << Line << "\x1b[K";
    errs().flush();
  }

  std::string What, Current;
  size_t Total = 0, Done = 0;
  Clock::time_point Start, Drawn;
};

} // namespace

std::unique_ptr<Progress> makeConsole(bool Quiet) {
  if (Quiet)
    return std::make_unique<Progress>();
  if (sys::Process::StandardErrIsDisplayed())
    return std::make_unique<Bar>();
  return std::make_unique<Lines>();
}

} // namespace async
