#include "grader/batch/similarity.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <optional>
#include <set>

#include "grader/base/csv_text.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"
#include "grader/base/layout.hpp"
#include "grader/base/places.hpp"
#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"
#include "grader/batch/unpack.hpp"
#include "grader/sandbox/run.hpp"
#include "grader/submission/collect.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxListedPairs = 10;

// Returns Node.js as the build found it, or else the system's, or "".
const fs::path& node() {
  static const fs::path path = [] {
    for (const char* known : {BACKPROP_NODE, "/usr/bin/node", "/usr/bin/nodejs"}) {
      if (fs::exists(known)) return fs::path(known);
    }
    return fs::path();
  }();
  return path;
}
const fs::path& packages() { return places().similarity; }

std::string joined(const SourceFiles& files) {
  std::string text;
  for (const CollectedFile& each : files.files) {
    if (each.file) text += each.file->bytes + '\n';
  }
  return text;
}

// Returns nullopt if nothing can be read. Grading has reported that already.
std::optional<std::string> source_of(const Submission& submission, const Assignment& assignment,
                                     Isolation isolation) {
  if (!submission.problem.empty()) return std::nullopt;
  try {
    return joined(
        gather(handed_in(submission), assignment.files(), {.open = archive_opener(isolation)}).files);
  } catch (const std::exception&) {
  }
  return std::nullopt;
}

std::string starter_of(const Assignment& assignment) {
  try {
    return joined(collect(places().course / "starter" / assignment.id, assignment.files()));
  } catch (const InputError&) {  // an instructor's own assignment may have no starter
    return {};
  }
}

// Leaves out the files of these numbers.
Program comparison(const BoxDirectory& box, const std::set<std::size_t>& left_out) {
  Program program;
  // The sandbox shows /usr anyway, with the libraries that Node needs.
  const bool of_the_system = node().string().starts_with("/usr/");
  program.arguments = {of_the_system ? node().string() : "/box/bin/node", "--max-old-space-size=4096",
                       "/box/similarity/compare.mjs", "/box/work"};
  for (const std::size_t number : left_out) program.arguments.push_back(std::to_string(number));
  // Node ends when it may not read OpenSSL's settings, which lie in /etc.
  program.environment = {"PATH=/usr/bin", "LC_ALL=C.UTF-8", "OPENSSL_CONF=/dev/null"};
  program.mounts = {{box.work(), "/box/work"}, {packages(), "/box/similarity"}};
  if (!of_the_system) program.mounts.push_back({node(), "/box/bin/node"});
  return program;
}

Limits comparison_limits() {
  Limits limits;
  limits.wall_seconds = 1800;
  limits.cpu_seconds = 1800;
  limits.memory_bytes = 64ULL << 30;  // address space: Node and WebAssembly reserve much more than they use
  limits.output_bytes = 4ULL << 20;
  return limits;
}

Similarities parse_similarities(const std::string& text, const std::vector<std::string>& ids) {
  Similarities result;
  const auto document = parse_json(text);
  for (const auto& pair : document.at("pairs").elements()) {
    const double similarity = pair.at(2).get<double>();
    if (!(similarity >= 0 && similarity <= 1))
      throw std::runtime_error("a similarity is no number between 0 and 1");
    result.pairs.push_back({ids.at(pair.at(0).get<std::size_t>()), ids.at(pair.at(1).get<std::size_t>()),
                            similarity, pair.at(3).get<std::size_t>(), pair.at(4).get<std::size_t>()});
  }
  for (const auto& number : document.at("left_out").elements())
    result.not_compared.push_back(ids.at(number.get<std::size_t>()));
  return result;
}

// Returns the number in the last line "reading 3" when no other line follows, and nullopt when the program
// was past reading.
std::optional<std::size_t> file_being_read(const std::string& said) {
  std::optional<std::size_t> number;
  for (const std::string_view line : lines_of(said)) {
    if (line == "comparing") return std::nullopt;
    constexpr std::string_view kReading = "reading ";
    if (line.starts_with(kReading)) number = std::strtoul(line.data() + kReading.size(), nullptr, 10);
  }
  return number;
}

// Compares until no file ends the program. Each attempt leaves out the one that ended the one before.
Outcome compare(const BoxDirectory& box, Isolation isolation) {
  constexpr std::size_t kMostFatalFiles = 20;
  std::set<std::size_t> left_out;
  for (;;) {
    Outcome outcome = sandbox::run(isolation, comparison(box, left_out), comparison_limits());
    const auto fatal = file_being_read(outcome.error_output);
    if (outcome.succeeded() || !fatal || outcome.ending == Ending::sandbox_fault ||
        left_out.size() == kMostFatalFiles || !left_out.insert(*fatal).second) {
      return outcome;
    }
  }
}

}  // namespace

void require_similarity() {
  if (node().empty()) {
    throw InputError("--similarity needs Node: install nodejs and npm, and build again.");
  }
  if (!fs::is_directory(packages() / "node_modules/@dodona/dolos-lib")) {
    throw InputError(
        "--similarity needs the packages of grader/batch/similarity: build again with npm and a network.");
  }
}

Similarities similar_pairs(const Assignment& assignment, const std::vector<Row>& rows, Isolation isolation) {
  const BoxDirectory box;
  std::vector<std::string> ids;
  for (const Row& row : rows) {
    if (!row.report) continue;
    const auto source = source_of(row.submission, assignment, isolation);
    if (!source) continue;
    box.write(fmt::format("{}.cpp", ids.size()), *source);
    ids.push_back(row.submission.id);
  }
  if (ids.size() < 2) return {};
  box.write("starter.cpp", starter_of(assignment));
  const Outcome outcome = compare(box, isolation);
  if (!outcome.succeeded()) {
    const std::string why = outcome.detail.empty() ? clean(outcome.error_output, 500) : outcome.detail;
    throw ComparisonFailed(
        fmt::format("Comparing the submissions failed ({}): {}", to_string(outcome.ending), why));
  }
  try {
    return parse_similarities(outcome.output, ids);
  } catch (const std::exception& error) {
    throw ComparisonFailed(fmt::format("Comparing the submissions gave no result: {}", error.what()));
  }
}

std::string similarity_csv(const Similarities& similarities) {
  std::string csv = "first,second,similarity,shared,longest\r\n";
  for (const SimilarPair& pair : similarities.pairs) {
    csv += fmt::format("{},{},{:.3f},{},{}\r\n", csv_text(pair.first), csv_text(pair.second), pair.similarity,
                       pair.shared, pair.longest);
  }
  for (const std::string& id : similarities.not_compared)
    csv += fmt::format("{},,not compared,,\r\n", csv_text(id));
  return csv;
}

namespace {

std::string render_not_compared(const std::vector<std::string>& ids) {
  std::string text;
  for (std::size_t i = 0; i < std::min(kMaxListedPairs, ids.size()); ++i)
    text += fmt::format("  not compared: {} (it cannot be read as C++)\n", shortened(clean(ids[i], 100), 32));
  if (ids.size() > kMaxListedPairs)
    text += fmt::format("  ... and {} more not compared: see similarity.csv\n", ids.size() - kMaxListedPairs);
  return text;
}

}  // namespace

std::string render_similarity(const Similarities& similarities) {
  const std::vector<SimilarPair>& pairs = similarities.pairs;
  const std::string not_compared = render_not_compared(similarities.not_compared);
  if (pairs.empty()) return "\nNo two submissions are strikingly similar.\n" + not_compared;
  std::string text = fmt::format(
      "\nSimilar submissions: {} pair{}. Right answers to small tasks look alike: read both first.\n",
      pairs.size(), pairs.size() == 1 ? "" : "s");
  for (std::size_t i = 0; i < std::min(kMaxListedPairs, pairs.size()); ++i) {
    const SimilarPair& pair = pairs[i];
    text += fmt::format("  {:>4.0f} %  {}  {}\n", 100 * pair.similarity,
                        shortened(clean(pair.first, 100), 32), shortened(clean(pair.second, 100), 32));
  }
  if (pairs.size() > kMaxListedPairs)
    text += fmt::format("  ... and {} more: see similarity.csv\n", pairs.size() - kMaxListedPairs);
  return text + not_compared;
}

}  // namespace grader
