// What is linked into a worker can be called by the student's code. So every symbol of every worker, and
// every one that a file could pull in from the archives, is on a short list: what calls a layer, and nothing
// that is right.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <memory>
#include <set>
#include <sstream>
#include <string_view>

#include "grader/base/files.hpp"
#include "grader/base/temporary_folder.hpp"
#include "grader/grading/reference_key.hpp"
#include "grader/grading/submission_build.hpp"
#include "grader/ops/registry.hpp"
#include "grader/worker/frame.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

// Everything of the grader's that workers may hold, by namespace and class or function.
constexpr const char* kAllowed[] = {
    // The main program, and the conversation on the channel.
    "serve", "answer_last", "send_frame", "receive_frame", "decode_payload", "Channel", "ChannelClosed",
    "ProtocolError", "DescriptorChannel", "channel", "Server", "tensor_message", "tensors_message",
    "list_message", "parse_list_message", "claimed_shape", "parse_tensor_message", "parse_tensors_message",
    "field", "text_field", "addresses_field", "count_field", "ask_grader", "guarded_answer", "failure",
    "words_of",
    // JSON.
    "Json", "JsonStyle", "JsonSyntaxError", "MsgpackLimits", "Builder", "parse", "parse_json",
    "parse_json_if_valid", "parse_msgpack", "to_library", "fail_type", "is_member",
    // They report the origin of an exception, count how often a function is entered, or keep memory.
    "last_throw", "callers", "Frames", "add_frame", "listed", "thrown", "count_forward_pass",
    "count_backward_pass", "forward_calls", "Entered", "enter", "find", "entered", "in_backward",
    "keep_freed_memory", "filled",
    // What is compared.
    "Branch", "branches", "note_branches_with", "Place", "Side", "places", "place_of", "note_site", "compare",
    "branch_at", "used", "busy", "find_callers", "branches_message", "parse_branches_message", "Outcomes",
    "outcomes", "outcomes_at", "is_known", "is_loop", "compare_whole_variables", "of_fixed_number",
    "of_two_values",
    // A layer's names, shapes and call.
    "Layer", "LayerEntry", "InputSpec", "OutputSpec", "NodeSpec", "AttributeSpec", "Case", "Instance",
    "Tensor", "Arguments", "CallReader", "Argument", "layer", "call", "backward", "layer_entry", "make_layer",
    "find_layer", "fixed", "integers", "instance_of", "named", "output_names", "call_layer", "call_function",
    "call_with", "call_back", "read", "read_value", "inputs_of_last_call", "overwrite", "values_of",
    "for_each_member", "element_count", "shape_text", "same_bits", "from_xtensor", "to_vector", "to_matrix",
    "to_tensor3", "to_tensor4", "to_labels", "to_label_matrix", "copy_in", "copy_out", "as_matrix", "convert",
    "coordinates", "largest_magnitude", "norm", "is_cut_into_rows", "factor_of", "pieces", "joined",
    "running_statistic", "ReturnedShapeError",
    // Several layers share these: names and shapes, and the order of a call's arguments and results.
    "gate", "initialiser", "update_rule", "with_weights", "recurrent_step", "recurrent_sequence",
    "td_error_inputs", "batch_normalisation", "run_batchnorm", "batchnorm_gradients", "circuit_gradients",
    "deep_net_layers", "deep_net_parameters", "deep_net_settings", "deep_net_gradients", "images",
    "convolution", "pooling", "conv_net_parameters", "conv_net_settings", "conv_net_gradients", "moment_rule",
    "self_gated", "root_mean_square_eps", "attending", "kept_numbers", "for_each_parameter",
    "transformer_block_parameters", "transformer_block_gradients", "with_block_parameters", "take_layer",
    "gpt_parameters", "gpt_settings", "gpt_gradients", "attention_map", "run_block", "run_model",
    // A function that the grader answers for.
    "call_outside", "call_outside_as", "OutsideCallsGoTo", "OutsideRegistration", "find_outside", "current",
    "table", "pack", "Unpacker"};

std::vector<std::string> lines_of_command(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string text;
  std::array<char, 4096> block{};
  while (const std::size_t count = std::fread(block.data(), 1, block.size(), pipe.get()))
    text.append(block.data(), count);
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// Returns the demangled names of the grader's own symbols that a program or archive defines: those that
// mention namespace grader, and those with a C name of ours.
std::set<std::string> own_symbols(const fs::path& file, const std::string& options = "") {
  constexpr std::size_t kAddressAndKind = 19;  // "0000000000401000 T "
  std::set<std::string> symbols;
  for (const std::string& line :
       lines_of_command("nm -C --defined-only " + options + " '" + file.string() + "'")) {
    if (line.size() <= kAddressAndKind || line[kAddressAndKind - 3] != ' ') continue;
    const std::string name = line.substr(kAddressAndKind);
    if (name.find("grader::") != std::string::npos || name.starts_with("backprop_")) symbols.insert(name);
  }
  return symbols;
}

// Returns the names within namespace grader that a symbol mentions: "Json" of
// "std::vector<grader::Json>::~vector()".
std::set<std::string> mentioned(const std::string& symbol) {
  constexpr std::string_view kNamespace = "grader::";
  constexpr std::string_view kUnnamed = "(anonymous namespace)::";
  std::set<std::string> names;
  for (std::size_t at = 0; (at = symbol.find(kNamespace, at)) != std::string::npos;) {
    at += kNamespace.size();
    if (symbol.compare(at, kUnnamed.size(), kUnnamed) == 0) at += kUnnamed.size();
    const auto is_word = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
    const auto begin = symbol.begin() + static_cast<std::ptrdiff_t>(at);
    const std::string name(begin, std::find_if_not(begin, symbol.end(), is_word));
    if (!name.empty()) names.insert(name);
  }
  return names;
}

bool is_allowed(const std::string& symbol, const std::set<std::string>& more) {
  if (symbol.starts_with("backprop_op_")) return more.contains(symbol);
  if (symbol.starts_with("backprop_vocabulary_")) return true;
  return std::ranges::all_of(mentioned(symbol), [&](const std::string& name) {
    return std::ranges::find(kAllowed, name) != std::end(kAllowed) || more.contains(name);
  });
}

std::string refused(const std::set<std::string>& symbols, const std::set<std::string>& more) {
  std::string text;
  for (const std::string& symbol : symbols) {
    if (!is_allowed(symbol, more)) text += "\n  " + symbol;
  }
  return text;
}

std::vector<Assignment> assignments() {
  std::vector<Assignment> result;
  for (const auto& entry : fs::directory_iterator(BACKPROP_ASSIGNMENTS)) {
    const fs::path file = entry.path() / "assignment.json";
    if (fs::exists(file)) result.push_back(load_assignment(file));
  }
  return result;
}

// Texts that only the grader may know: names of probes, and the sources of known answers.
std::vector<std::string> secrets_of(const Op& op) {
  std::vector<std::string> secrets;
  for (const Probe& probe : op.probes) {
    if (probe.id.find('-') != std::string::npos) secrets.push_back(probe.id);
  }
  for (const KnownAnswer& known : op.known_answers) secrets.push_back(known.source);
  return secrets;
}

// g++ gives the words of each function a section of their own, and clang++ those of a whole file. A linker
// drops whole sections.
#ifdef __clang__
constexpr bool kWordsLieApart = false;
#else
constexpr bool kWordsLieApart = true;
#endif

class Workers : public testing::TestWithParam<Status> {};

TEST_P(Workers, HoldNothingThatIsRight) {
  const auto key = reference_key();
  std::size_t workers = 0;
  for (const Assignment& assignment : assignments()) {
    SubmissionBuild build(
        assignment, fs::path(BACKPROP_ASSIGNMENTS).parent_path() / "solutions",
        {.isolation = best_available(), .jobs = 2, .cache_directory = fs::path(TEST_CACHE)});
    std::vector<const ProblemSpec*> problems;
    Statuses statuses;
    for (const ProblemSpec& problem : assignment.problems) {
      if (problem.scenario.empty()) problems.push_back(&problem);
      statuses[problem.id] = GetParam();
    }
    build.compile(problems, [](const std::string&) {});
    for (const ProblemSpec* problem : problems) {
      SCOPED_TRACE(assignment.id + " " + problem->id);
      const auto made = build.worker(worker_layers(assignment, {problem}, statuses), *key);
      ASSERT_TRUE(std::holds_alternative<LayeredWorker>(made)) << std::get<NoWorker>(made).message;
      const fs::path program = std::get<LayeredWorker>(made).executable();
      EXPECT_EQ(refused(own_symbols(program), {"backprop_op_" + problem->op}), "");
      const std::string bytes = read_file(program);
      for (const std::string& secret : secrets_of(*find_op(problem->op)))
        EXPECT_TRUE(!kWordsLieApart || bytes.find(secret) == std::string::npos) << secret;
      ++workers;
    }
  }
  EXPECT_GE(workers, 45u);
  if (!kWordsLieApart) GTEST_SKIP() << "the names of probes stay in what clang++ compiles; no symbol does";
}

INSTANTIATE_TEST_SUITE_P(Symbols, Workers, testing::Values(Status::pass, Status::fail),
                         [](const auto& info) { return std::string(to_string(info.param)); });

// Returns `text` with its first `from` replaced by `to`.
std::string edited(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("there is no " + from);
  return text.replace(at, from.size(), to);
}

// layernorm calls batchnorm_alt, which calls batchnorm: all three are wrong, and all three are the student's.
TEST(CalledLayers, BringNothingThatIsRight) {
  const Assignment a2 = load_assignment(fs::path(BACKPROP_ASSIGNMENTS) / "a2-depth/assignment.json");
  const fs::path solutions = fs::path(BACKPROP_ASSIGNMENTS).parent_path() / "solutions/a2-depth";
  const TemporaryFolder folder;
  const auto calling = [&](const std::string& layer, const std::string& header, const std::string& call) {
    std::string text = read_file(solutions / (layer + ".cpp"));
    text =
        edited(text, "namespace backprop {", "#include <backprop/" + header + ".hpp>\nnamespace backprop {");
    folder.write(layer + ".cpp", edited(text, "  // BEGIN SOLUTION backward", call + "\n  // BEGIN"));
  };
  calling("layernorm", "batchnorm_alt", "  batchnorm_backward_alt(dout, {});");
  calling("batchnorm_alt", "batchnorm", "  batchnorm_backward(dout, {});");
  folder.write("batchnorm.cpp", read_file(solutions / "batchnorm.cpp"));
  Statuses statuses;
  for (const ProblemSpec& problem : a2.problems) statuses[problem.id] = Status::fail;
  const SubmissionBuild build(
      a2, folder.path(), {.isolation = best_available(), .jobs = 1, .cache_directory = fs::path(TEST_CACHE)});
  const auto made = build.worker(worker_layers(a2, {a2.find("layernorm")}, statuses), *reference_key());
  ASSERT_TRUE(std::holds_alternative<LayeredWorker>(made)) << std::get<NoWorker>(made).message;
  const auto& worker = std::get<LayeredWorker>(made);
  std::vector<std::string> called;
  for (const CalledLayer& each : worker.called) called.push_back(each.by + " " + each.function);
  EXPECT_THAT(called, testing::ElementsAre("layernorm.cpp batchnorm_backward_alt",
                                           "batchnorm_alt.cpp batchnorm_backward"));
  EXPECT_EQ(refused(own_symbols(worker.executable()), {"backprop_op_layernorm"}), "");
  for (const char* function : {"batchnorm_forward", "batchnorm_backward", "batchnorm_backward_alt"})
    EXPECT_THROW(worker.outside(function, {}), ProtocolError)
        << "the grader must not answer for " << function;
}

// A file may name a symbol that its worker does not need, and so pull in what lies in the archives.
TEST(Archives, HoldNothingThatIsRight) {
  std::set<std::string> ops;
  for (const Op& op : all_ops()) ops.insert("backprop_op_" + op.name);
  std::size_t archives = 0;
  for (const auto& entry : fs::directory_iterator(find_toolkit().root / "lib")) {
    EXPECT_EQ(refused(own_symbols(entry.path(), "--extern-only"), ops), "") << entry.path();
    EXPECT_TRUE(
        lines_of_command("readelf -SW '" + entry.path().string() + "' | grep backprop_probings").empty());
    ++archives;
  }
  EXPECT_EQ(archives, 7u);
}

}  // namespace
}  // namespace grader
