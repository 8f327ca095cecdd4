#include "Rewrites/Mailboxes.h"

#include "Support/ClangCompat.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/TypeLoc.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace async {
namespace {

/// What is known of a library's queue.
struct Row {
  /// As the models call it.
  StringRef Library;
  StringRef Queue;
  /// Separated by spaces.
  StringRef Headers;
  StringRef Push, Pop, Members;
  StringRef Source;
};

constexpr Row Rows[] = {
    {"asio", "$ns::experimental::channel",
     "<$dir/experimental/channel.hpp> <$dir/redirect_error.hpp> "
     "<$dir/this_coro.hpp> <$dir/use_awaitable.hpp> <limits> <memory>",
     "open(co_await $ns::this_coro::executor).try_send($error(), $item);\n",
     "$error error;\n"
     "channel &items = open(co_await $ns::this_coro::executor);\n"
     "auto item = co_await items.async_receive(\n"
     "    $ns::redirect_error($ns::use_awaitable, error));\n"
     "co_return error ? $optional() : std::move(item);\n",
     "using channel = $ns::experimental::channel<void($error, $optional)>;\n"
     "/// Without a limit, so that to send never waits.\n"
     "channel &open(const $ns::any_io_executor &executor) {\n"
     "  if (!channel_)\n"
     "    channel_ = std::make_unique<channel>(\n"
     "        executor, std::numeric_limits<std::size_t>::max());\n"
     "  return *channel_;\n"
     "}\n"
     "std::unique_ptr<channel> channel_;\n",
     "asio/experimental/basic_channel.hpp: try_send, async_receive"},
    {"cobalt", "boost::cobalt::channel", "<boost/cobalt/channel.hpp>",
     "co_await items_.write($item);\n", "co_return co_await items_.read();\n",
     "/// Made on the thread whose executor it uses: inside of boost::cobalt.\n"
     "boost::cobalt::channel<$optional> items_{16};\n",
     "boost/cobalt/channel.hpp: a writer waits while the buffer is full"},
    {"libcoro", "coro::queue", "<coro/queue.hpp>",
     "co_await items_.push($item);\n",
     "auto item = co_await items_.pop();\n"
     "co_return item ? *std::move(item) : $optional();\n",
     "coro::queue<$optional> items_;\n",
     "coro/queue.hpp: pop() gives coro::expected"},
    {"folly", "folly::coro::UnboundedQueue",
     "<folly/coro/UnboundedQueue.h>", "items_.enqueue($item);\n",
     "co_return co_await items_.dequeue();\n",
     "folly::coro::UnboundedQueue<$optional> items_;\n",
     "folly/coro/UnboundedQueue.h: enqueue() never waits"},
    {"seastar", "seastar::queue", "<seastar/core/queue.hh> <limits>",
     "items_.push($item);\n", "co_return co_await items_.pop_eventually();\n",
     "/// Never full: only one producer may wait for room.\n"
     "seastar::queue<$optional> items_{\n"
     "    std::numeric_limits<std::size_t>::max()};\n",
     "seastar/core/queue.hh: push(), pop_eventually()"},
    {"cppcoro", "cppcoro::single_consumer_async_auto_reset_event",
     "<cppcoro/single_consumer_async_auto_reset_event.hpp> <deque>",
     "items_.push_back($item);\narrived_.set();\n",
     "while (items_.empty())\n"
     "  co_await arrived_;\n"
     "$optional item = std::move(items_.front());\n"
     "items_.pop_front();\n"
     "co_return item;\n",
     "std::deque<$optional> items_;\n"
     "cppcoro::single_consumer_async_auto_reset_event arrived_;\n",
     "cppcoro/single_consumer_async_auto_reset_event.hpp; cppcoro has no queue"},
};

/// For libraries without a queue that is known, and for those that await anything.
constexpr Row Plain = {
    "", "a deque", "<coroutine> <deque>",
    "items_.push_back($item);\n"
    "if (waiting_)\n"
    "  std::exchange(waiting_, {}).resume();\n",
    "while (items_.empty())\n"
    "  co_await arrival{*this};\n"
    "$optional item = std::move(items_.front());\n"
    "items_.pop_front();\n"
    "co_return item;\n",
    "struct arrival {\n"
    "  $mailbox &at;\n"
    "  bool await_ready() const noexcept { return false; }\n"
    "  void await_suspend(std::coroutine_handle<> reader) noexcept {\n"
    "    at.waiting_ = reader;\n"
    "  }\n"
    "  void await_resume() const noexcept {}\n"
    "};\n"
    "std::deque<$optional> items_;\n"
    "std::coroutine_handle<> waiting_;\n",
    "the reader goes on inside of push(), on the thread of whoever sends; a "
    "library that resumes coroutines itself needs its own queue here"};

std::string replaceAll(StringRef Text, StringRef From, StringRef To) {
  std::string Result;
  for (;;) {
    auto [Before, After] = Text.split(From);
    Result += Before;
    if (Before.size() == Text.size())
      return Result;
    Result += To;
    Text = After;
  }
}

Mailbox make(const Row &R, bool InBoost) {
  auto Fill = [&](StringRef Text) {
    std::string Result = replaceAll(Text, "$ns", InBoost ? "boost::asio" : "asio");
    Result = replaceAll(Result, "$dir", InBoost ? "boost/asio" : "asio");
    return replaceAll(Result, "$error",
                      InBoost ? "boost::system::error_code" : "asio::error_code");
  };
  Mailbox Box;
  Box.Queue = Fill(R.Queue);
  const std::string Headers = Fill(R.Headers);
  llvm::SmallVector<StringRef, 8> Parts;
  StringRef(Headers).split(Parts, ' ');
  Box.Headers.assign(Parts.begin(), Parts.end());
  Box.Push = Fill(R.Push);
  Box.Pop = Fill(R.Pop);
  Box.Members = Fill(R.Members);
  Box.Source = Fill(R.Source);
  return Box;
}

/// How a class template of channels is used.
struct Shape {
  std::string Push, Pop;
  bool PushIsAwaited = false, PopIsOptional = false;
};

CallRole roleByName(StringRef Name) {
  return StringSwitch<CallRole>(Name)
      .Cases({"push", "send", "put", "write", "enqueue"}, CallRole::Push)
      .Cases({"pop", "receive", "recv", "read", "dequeue", "take", "get"},
             CallRole::Pop)
      .Default(CallRole::None);
}

/// What awaiting a value of the dependent type \p T gives; null if that is not seen.
/// An awaiter says so itself, of a task it is the argument.
QualType awaited(QualType T) {
  if (const CXXRecordDecl *Record = T->getAsCXXRecordDecl())
    if (const CXXRecordDecl *Known = Record->getDefinition())
      for (const CXXMethodDecl *M : Known->methods())
        if (M->getDeclName().isIdentifier() && M->getName() == "await_resume")
          return M->getReturnType();
  if (const auto *Special = T->getAs<TemplateSpecializationType>())
    if (Special->template_arguments().size() == 1 &&
        Special->template_arguments()[0].getKind() == TemplateArgument::Type)
      return Special->template_arguments()[0].getAsType();
  return QualType();
}

bool isOptional(QualType T) {
  const auto *Special = T->getAs<TemplateSpecializationType>();
  const TemplateDecl *Template =
      Special ? Special->getTemplateName().getAsTemplateDecl() : nullptr;
  return Template && Template->getName() == "optional";
}

/// Nothing if \p Template is no channel of one type.
std::optional<Shape> shapeOf(const ClassTemplateDecl &Template,
                             const TypeModel *Known) {
  const TemplateParameterList &Parameters = *Template.getTemplateParameters();
  const CXXRecordDecl *Pattern = Template.getTemplatedDecl()->getDefinition();
  if (!Pattern || Parameters.getMinRequiredArguments() != 1 ||
      !isa<TemplateTypeParmDecl>(Parameters.getParam(0)))
    return std::nullopt;
  Shape S;
  for (const CXXMethodDecl *M : Pattern->methods()) {
    if (!M->getDeclName().isIdentifier() || M->getAccess() != AS_public)
      continue;
    CallRole Role = roleByName(M->getName());
    if (Known) {
      auto It = Known->Methods.find(M->getName());
      Role = It == Known->Methods.end() ? CallRole::None : It->second.Role;
    }
    QualType Result = M->getReturnType();
    if (Role == CallRole::Push && S.Push.empty() &&
        M->getMinRequiredArguments() == 1 && !Result->isBooleanType()) {
      S.Push = M->getName();
      S.PushIsAwaited = !Result->isVoidType();
    } else if (Role == CallRole::Pop && S.Pop.empty() &&
               M->getMinRequiredArguments() == 0) {
      QualType Item = awaited(Result);
      if (Item.isNull())
        continue;
      S.Pop = M->getName();
      S.PopIsOptional = isOptional(Item);
    }
  }
  if (S.Push.empty() || S.Pop.empty())
    return std::nullopt;
  return S;
}

Mailbox make(StringRef Queue, const Shape &S, StringRef Source) {
  Mailbox Box;
  Box.Queue = Queue.str();
  Box.Push = (S.PushIsAwaited ? "co_await items_." : "items_.") + S.Push +
             "($item);\n";
  Box.Pop = S.PopIsOptional
                ? "auto item = co_await items_." + S.Pop +
                      "();\nco_return item ? *std::move(item) : $optional();\n"
                : "co_return co_await items_." + S.Pop + "();\n";
  Box.Members = (Queue + "<$optional> items_;\n").str();
  Box.Source = Source.str();
  return Box;
}

/// The class template of that qualified name, if this unit has it.
const ClassTemplateDecl *findTemplate(StringRef Name, const ASTContext &AST) {
  const DeclContext *Scope = AST.getTranslationUnitDecl();
  for (;;) {
    auto [First, Rest] = Name.split("::");
    auto It = AST.Idents.find(First);
    if (It == AST.Idents.end())
      return nullptr;
    const DeclContext *Next = nullptr;
    for (const NamedDecl *D : Scope->lookup(It->second)) {
      if (const auto *Space = dyn_cast<NamespaceDecl>(D))
        Next = Space;
      if (const auto *Template = dyn_cast<ClassTemplateDecl>(D);
          Template && Rest.empty())
        return Template;
    }
    if (!Next)
      return nullptr;
    Scope = Next;
    Name = Rest;
  }
}

std::optional<Mailbox> described(const TypeModel &Task, const ASTContext &AST,
                                 const Models &Library) {
  for (const TypeModel &T : Library.types())
    if (T.Role == TypeRole::AsyncChannel && T.Library == Task.Library)
      if (const ClassTemplateDecl *Template = findTemplate(T.Name, AST))
        if (std::optional<Shape> S = shapeOf(*Template, &T))
          return make(T.Name, *S, T.Source);
  return std::nullopt;
}

std::optional<Mailbox> beside(const NamedDecl &Task) {
  const auto *Home = dyn_cast<NamespaceDecl>(
      Task.getDeclContext()->getEnclosingNamespaceContext());
  if (!Home)
    return std::nullopt;
  // A namespace is opened again in each header.
  for (const NamespaceDecl *Part : Home->redecls())
    for (const Decl *D : Part->decls())
      if (const auto *Template = dyn_cast<ClassTemplateDecl>(D))
        if (std::optional<Shape> S = shapeOf(*Template, nullptr))
          return make(Template->getQualifiedNameAsString(), *S,
                      "no model describes it: it has the shape of a channel");
  return std::nullopt;
}

} // namespace

Mailbox mailboxFor(QualType Task, ASTContext &AST, const Models &Library) {
  const CXXRecordDecl *Record = Task->getAsCXXRecordDecl();
  if (const TypeModel *Known = Library.find(Task)) {
    for (const Row &R : Rows)
      if (R.Library == Known->Library)
        return make(R, StringRef(Known->Name).starts_with("boost::"));
    if (std::optional<Mailbox> Box = described(*Known, AST, Library))
      return *std::move(Box);
  } else if (Record) {
    if (std::optional<Mailbox> Box = beside(*Record))
      return *std::move(Box);
  }
  Mailbox Box = make(Plain, false);
  Box.IsPlain = true;
  return Box;
}

} // namespace async
