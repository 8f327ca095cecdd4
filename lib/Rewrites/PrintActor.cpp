#include "Rewrites/PrintActor.h"

#include "Rewrites/FreshNames.h"
#include "Rewrites/Surroundings.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"

using namespace clang;
using llvm::formatv;

namespace async {
namespace {

std::string replaceWord(StringRef Text, StringRef From, StringRef To) {
  std::string Result;
  while (true) {
    auto [Before, After] = Text.split(From);
    Result += Before;
    if (Before.size() == Text.size())
      return Result;
    Result += To;
    Text = After;
  }
}

class Printer {
public:
  Printer(const ActorPlan &Plan, std::vector<Obstacle> &Obstacles)
      : Plan(Plan), Class(*Plan.Class), AST(Class.getASTContext()), Text(AST),
        Names(Class), Obstacles(Obstacles) {}

  std::optional<SuggestedHeader> print(const std::vector<std::string> &Prologue) {
    chooseNames();
    editFunctions();
    hideState();
    if (!Obstacles.empty())
      return std::nullopt;
    std::vector<std::string> All = Prologue;
    auto Include = [&](StringRef Header) {
      All.push_back(("#include " + Header).str());
    };
    for (StringRef Own : {"<exception>", "<memory>", "<optional>", "<stdexcept>",
                          "<type_traits>", "<utility>", "<variant>"})
      Include(Own);
    if (llvm::any_of(Plan.Messages, [](const ActorMessage &M) {
          return llvm::any_of(M.Arguments, [](const ActorMessage::Argument &A) {
            return StringRef(A.Type).contains("std::string");
          });
        }))
      Include("<string>");
    llvm::for_each(Plan.Queue.Headers, Include);
    return copyClass(Class, Actor, about(), All, Text, Obstacles);
  }

private:
  /// The names of the generated code.
  void chooseNames() {
    Names.reserveIn(
        Text.original(Class.getSourceRange()));
    for (const DeclaratorDecl *D : outsideDefinitions(Class, AST))
      Names.reserveIn(Text.original(D->getSourceRange()));
    for (const ActorMessage &M : Plan.Messages)
      for (const ActorMessage::Argument &A : M.Arguments)
        Names.reserveIn(A.Type);
    Names.reserveIn(Plan.Task.of(""));
    Names.reserveIn(Plan.Queue.Push + Plan.Queue.Pop + Plan.Queue.Members);
    for (StringRef Local : {"std", "item", "next", "result", "request"})
      Names.reserve(Local);
    const StringRef Old = Class.getName();
    // Only the scope of the class matters: the name is written nowhere else.
    do
      Actor = Names.type({Old, "actor"});
    while (!Class.getDeclContext()
                ->getEnclosingNamespaceContext()
                ->lookup(&AST.Idents.get(Actor))
                .empty());
    Text.rename(Old, Actor);
    Box = Names.type({"mailbox"});
    Outcome = Names.type({"outcome"});
    Message = Names.type({"message"});
    Inbox = Names.member({"inbox"});
    Send = Names.function({"send"});
    Answer = Names.function({"answer"});
    Reply = Names.fresh("reply");
    Run = Names.function({"run"});
    Stop = Names.function({"stop"});
    for (const ActorMessage &M : Plan.Messages) {
      StringRef Name = M.Method->getDeclName().isIdentifier()
                           ? M.Method->getName()
                           : "operator";
      Requests[M.Method] = Names.type({Name, "request"});
      Handlers[M.Method] = Names.function({"handle", Name});
    }
  }

  void editName(SourceRange At, StringRef To) {
    if (std::optional<Span> Where = Text.spanOf(At))
      Text.replace(*Where, To.str());
    else
      Obstacles.push_back({At.getBegin(), "this name comes out of a macro"});
  }

  void editFunctions() {
    for (const Redirect &R : Plan.Redirects)
      editName(R.Name, Handlers[R.To]);
    std::string Kept;
    for (const ActorMessage &M : Plan.Messages) {
      for (const FunctionDecl *D : M.Method->redecls()) {
        editFunctionName(*D, Handlers[M.Method]);
        if (M.IsPosted)
          editResult(*D);
      }
      if (std::optional<Span> Where = memberSpan(*M.Method, Text))
        Kept += "\n" + Text.copy(*Where) + "\n";
      else
        Obstacles.push_back({M.Method->getLocation(),
                             "'" + M.Method->getNameAsString() +
                                 "' comes out of a macro"});
    }
    for (const ActorMessage &M : Plan.Messages)
      if (std::optional<Span> Where = memberSpan(*M.Method, Text))
        Text.replace(*Where, sendOf(M));
    if (std::optional<Span> Brace = Text.spanOf(Class.getBraceRange().getEnd()))
      Text.insert(Brace->File, Brace->Begin, ownPart(Kept));
  }

  void editFunctionName(const FunctionDecl &D, StringRef To) {
    editName(D.getNameInfo().getSourceRange(), To);
  }

  /// A handler is awaited, whatever its callers could do.
  void editResult(const FunctionDecl &D) {
    FunctionTypeLoc Signature = D.getFunctionTypeLoc();
    std::optional<Span> Where =
        Signature ? Text.spanOf(Signature.getReturnLoc().getSourceRange())
                  : std::nullopt;
    if (Where)
      Text.replace(*Where, Plan.Task.of("void"));
  }

  /// State that anybody could reach.
  void hideState() {
    for (const FieldDecl *F : Plan.State)
      if (F->getAccess() == AS_public)
        if (std::optional<Span> Where = memberSpan(*F, Text)) {
          Text.insert(Where->File, Where->Begin, "private:\n");
          Text.insert(Where->File, Where->End, "\npublic:");
        }
  }

  static std::string nameOf(const ActorMessage::Argument &A, unsigned Index) {
    return A.Name.empty() ? "argument" + llvm::utostr(Index + 1) : A.Name;
  }

  /// The public face of a message.
  std::string sendOf(const ActorMessage &M) {
    std::vector<std::string> Parameters, Values;
    for (const auto &[Index, A] : llvm::enumerate(M.Arguments)) {
      std::string Name = nameOf(A, Index);
      Parameters.push_back(A.Type + " " + Name +
                           (A.Default.empty() ? "" : " = " + A.Default));
      Values.push_back("std::move(" + Name + ")");
    }
    const std::string Made =
        Requests[M.Method] + "{" + llvm::join(Values, ", ") + "}";
    const std::string Signature =
        functionName(M) + "(" + llvm::join(Parameters, ", ") + ")";
    if (M.IsPosted)
      return Text.original(M.Method->getReturnTypeSourceRange()).str() + " " +
             Signature + " {\n  co_await " + Inbox + "->push(" + Made + ");\n}";
    return Plan.Task.of(M.Result) + " " + Signature + " {\n  return " + Send +
           "<" + M.Result + ">(" + Made + ");\n}";
  }

  std::string functionName(const ActorMessage &M) const {
    return M.Method->getNameAsString();
  }

  /// run(), stop() and all that is private.
  std::string ownPart(StringRef Kept) {
    std::string Part;
    llvm::raw_string_ostream OS(Part);
    OS << "\npublic:\n"
       << formatv("/// Handles one message after the other, until {0}(). Start it "
                  "once; the\n/// object has to outlive it.\n"
                  "{1} {2}() {{\n"
                  "  while (auto next = co_await {3}->pop())\n"
                  "    co_await std::visit(\n"
                  "        [this](auto &request) {{ return {4}(std::move(request)); "
                  "},\n        *next);\n"
                  "}\n\n"
                  "/// What was sent before is still handled.\n"
                  "{1} {0}() {{ return {3}->close(); }\n",
                  Stop, Plan.Task.of("void"), Run, Inbox, Answer)
       << "\nprivate:\n"
       << mailboxText() << '\n'
       << formatv("/// What a handler gave, or threw.\n"
                  "template <class Result>\n"
                  "using {0} = std::variant<std::exception_ptr, "
                  "std::conditional_t<\n    std::is_void_v<Result>, "
                  "std::monostate, Result>>;\n\n",
                  Outcome);
    std::vector<std::string> All;
    for (const ActorMessage &M : Plan.Messages) {
      OS << requestOf(M);
      All.push_back(Requests[M.Method]);
    }
    OS << formatv("using {0} = std::variant<{1}>;\n\n", Message,
                  llvm::join(All, ", "));
    if (llvm::any_of(Plan.Messages,
                     [](const ActorMessage &M) { return !M.IsPosted; }))
      OS << formatv(
          "/// Throws what the handler threw, and if nobody handles messages any "
          "more.\n"
          "template <class Result, class Request>\n"
          "{0} {1}(Request request) {{\n"
          "  auto {2} = request.{2};\n"
          "  if (!co_await {3}->push({4}(std::move(request))))\n"
          "    throw std::runtime_error(\"{5} was stopped\");\n"
          "  auto result = co_await {2}->pop();\n"
          "  if (!result)\n"
          "    throw std::runtime_error(\"{5} was stopped\");\n"
          "  if (result->index() == 0)\n"
          "    std::rethrow_exception(std::get<0>(*result));\n"
          "  if constexpr (!std::is_void_v<Result>)\n"
          "    co_return std::get<1>(std::move(*result));\n"
          "}\n",
          Plan.Task.of("Result"), Send, Reply, Inbox, Message, Actor);
    for (const ActorMessage &M : Plan.Messages)
      OS << '\n' << answerOf(M);
    OS << "\n// From here on, as before: what follows runs in " << Run
       << "() alone.\n"
       << Kept << '\n'
       << formatv("std::unique_ptr<{0}<{1}>> {2} =\n"
                  "    std::make_unique<{0}<{1}>>();\n",
                  Box, Message, Inbox);
    return Part;
  }

  std::string mailboxText() const {
    const std::string Optional = "std::optional<Item>";
    auto Fill = [&](StringRef Code, StringRef Item) {
      std::string Filled = replaceWord(Code, "$item", Item);
      Filled = replaceWord(Filled, "$optional", Optional);
      return replaceWord(Filled, "$mailbox", Box);
    };
    std::string Result;
    llvm::raw_string_ostream OS(Result);
    OS << "/// A queue that can be closed: on " << Plan.Queue.Queue << ".\n"
       << "/// " << Plan.Queue.Source << ".\n"
       << formatv("template <class Item> class {0} {{\npublic:\n", Box)
       << "/// False, and nothing is done, once it is closed.\n"
       << Plan.Task.of("bool") << " push(Item item) {\n  if (closed_)\n"
       << "    co_return false;\n  "
       << Fill(Plan.Queue.Push, Optional + "(std::move(item))")
       << "  co_return true;\n}\n\n"
       << "/// The next one, in the order of push(); nothing once it is closed and "
          "empty.\n"
       << Plan.Task.of(Optional) << " pop() {\n"
       << Fill(Plan.Queue.Pop, "") << "}\n\n"
       << Plan.Task.of("void") << " close() {\n"
       << "  if (std::exchange(closed_, true))\n    co_return;\n  "
       << Fill(Plan.Queue.Push, Optional + "()") << "}\n\nprivate:\n"
       << Fill(Plan.Queue.Members, "") << "bool closed_ = false;\n};\n";
    return Result;
  }

  std::string requestOf(const ActorMessage &M) {
    std::string Result;
    llvm::raw_string_ostream OS(Result);
    OS << "struct " << Requests[M.Method] << " {\n";
    for (const auto &[Index, A] : llvm::enumerate(M.Arguments))
      OS << "  " << A.Type << ' ' << nameOf(A, Index) << ";\n";
    if (!M.IsPosted)
      OS << formatv("  std::shared_ptr<{0}<{1}<{2}>>> {3} =\n"
                    "      std::make_shared<{0}<{1}<{2}>>>();\n",
                    Box, Outcome, M.Result, Reply);
    OS << "};\n";
    return Result;
  }

  std::string answerOf(const ActorMessage &M) {
    std::vector<std::string> Values;
    for (const auto &[Index, A] : llvm::enumerate(M.Arguments)) {
      std::string Value = "request." + nameOf(A, Index);
      Values.push_back(A.ByReference ? Value : "std::move(" + Value + ")");
    }
    const std::string Call =
        std::string(M.IsAwaited || M.IsPosted ? "co_await " : "") +
        Handlers[M.Method] + "(" + llvm::join(Values, ", ") + ")";
    if (M.IsPosted)
      return formatv("{0} {1}([[maybe_unused]] {2} request) {{ {3}; }\n",
                     Plan.Task.of("void"), Answer, Requests[M.Method], Call)
          .str();
    const bool IsVoid = M.Result == "void";
    return formatv("{0} {1}({2} request) {{\n"
                   "  {3}<{4}> result;\n"
                   "  try {{\n"
                   "    {5};\n"
                   "  } catch (...) {{\n"
                   "    result.emplace<0>(std::current_exception());\n"
                   "  }\n"
                   "  co_await request.{6}->push(std::move(result));\n"
                   "}\n",
                   Plan.Task.of("void"), Answer, Requests[M.Method], Outcome,
                   M.Result,
                   IsVoid ? Call + ";\n    result.emplace<1>()"
                          : "result.emplace<1>(" + Call + ")",
                   Reply)
        .str();
  }

  std::vector<std::string> about() const {
    const SourceManager &SM = AST.getSourceManager();
    std::vector<std::string> State, Changed;
    for (const FieldDecl *F : Plan.State)
      State.push_back(F->getNameAsString());
    for (const ActorMessage &M : Plan.Messages)
      if (!M.IsAwaited && !M.IsPosted)
        Changed.push_back(M.Method->getNameAsString());
    std::vector<std::string> Lines;
    auto Say = [&](std::string Sentence) {
      // Broken into lines by words.
      std::string Line;
      for (StringRef Word : llvm::split(Sentence, ' ')) {
        if (Line.size() + Word.size() > 75) {
          Lines.push_back(std::move(Line));
          Line.clear();
        }
        Line += (Line.empty() ? "" : " ") + Word.str();
      }
      Lines.push_back(std::move(Line));
    };
    Say(formatv("An actor for {0}, made from {1} by async-tidy --suggest-actor.",
                Class.getQualifiedNameAsString(),
                llvm::sys::path::filename(SM.getFilename(Class.getLocation())))
            .str());
    Lines.push_back("");
    Say(formatv("The coroutine {0}() alone owns {1}. Whoever wants something of it "
                "sends a message and awaits the reply; messages are handled one at "
                "a time, so that what a handler has checked stays true while it "
                "waits.",
                Run, llvm::join(State, ", "))
            .str());
    Lines.push_back("");
    Say(formatv("To use it: start {0}() once, end it with {1}(), and keep the object "
                "until {0}() has ended. A handler must not await a message to its "
                "own actor: it would wait for itself.",
                Run, Stop)
            .str());
    if (!Changed.empty())
      Say(formatv("Callers have to await what was a plain function: {0}.",
                  llvm::join(Changed, ", "))
              .str());
    if (Plan.Queue.IsPlain)
      Say(formatv("No queue of the library is known: {0} is written with a plain "
                  "deque. Put the library's own queue there; push, pop and close "
                  "are all that is used.",
                  Box)
              .str());
    return Lines;
  }

  const ActorPlan &Plan;
  const CXXRecordDecl &Class;
  ASTContext &AST;
  SourceText Text;
  FreshNames Names;
  std::vector<Obstacle> &Obstacles;
  std::string Actor, Box, Outcome, Message, Inbox, Send, Answer, Reply, Run, Stop;
  llvm::DenseMap<const CXXMethodDecl *, std::string> Requests, Handlers;
};

} // namespace

std::optional<SuggestedHeader>
printActor(const ActorPlan &Plan, const std::vector<std::string> &Prologue,
           std::vector<Obstacle> &Obstacles) {
  return Printer(Plan, Obstacles).print(Prologue);
}

} // namespace async
