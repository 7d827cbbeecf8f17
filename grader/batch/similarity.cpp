#include "grader/batch/similarity.hpp"

#include <fmt/format.h>

#include <optional>

#include "grader/base/csv_text.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"
#include "grader/base/layout.hpp"
#include "grader/base/text.hpp"
#include "grader/batch/unpack.hpp"
#include "grader/sandbox/run.hpp"
#include "grader/submission/collect.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxListed = 10;

const fs::path& node() {
  static const fs::path path = BACKPROP_NODE;
  return path;
}
const fs::path& packages() {
  static const fs::path path = BACKPROP_SIMILARITY;
  return path;
}

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
    return joined(collect(fs::path(BACKPROP_STARTER) / assignment.id, assignment.files()));
  } catch (const InputError&) {  // an instructor's own assignment may have no starter
    return {};
  }
}

Program comparison(const BoxDirectory& box) {
  Program program;
  // The sandbox shows /usr anyway, with the libraries that Node needs.
  const bool of_the_system = node().string().starts_with("/usr/");
  program.arguments = {of_the_system ? node().string() : "/box/bin/node", "--max-old-space-size=4096",
                       "/box/similarity/compare.mjs", "/box/work"};
  program.environment = {"PATH=/usr/bin", "LC_ALL=C.UTF-8"};
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

std::vector<SimilarPair> parse_pairs(const std::string& text, const std::vector<std::string>& ids) {
  std::vector<SimilarPair> pairs;
  const auto result = parse_json(text);
  for (const auto& pair : result.at("pairs").elements()) {
    const double similarity = pair.at(2).get<double>();
    if (!(similarity >= 0 && similarity <= 1))
      throw std::runtime_error("a similarity is no number between 0 and 1");
    pairs.push_back({ids.at(pair.at(0).get<std::size_t>()), ids.at(pair.at(1).get<std::size_t>()), similarity,
                     pair.at(3).get<std::size_t>(), pair.at(4).get<std::size_t>()});
  }
  return pairs;
}

}  // namespace

void require_similarity() {
  if (node().empty() || !fs::exists(node())) {
    throw InputError("--similarity needs Node: install nodejs and npm, and build again.");
  }
  if (!fs::is_directory(packages() / "node_modules/@dodona/dolos-lib")) {
    throw InputError(
        "--similarity needs the packages of grader/batch/similarity: build again with npm and a network.");
  }
}

std::vector<SimilarPair> similar_pairs(const Assignment& assignment, const std::vector<Row>& rows,
                                       Isolation isolation) {
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
  const Outcome outcome = sandbox::run(isolation, comparison(box), comparison_limits());
  if (!outcome.succeeded()) {
    const std::string why = outcome.detail.empty() ? clean(outcome.error_output, 500) : outcome.detail;
    throw ComparisonFailed(
        fmt::format("Comparing the submissions failed ({}): {}", to_string(outcome.ending), why));
  }
  try {
    return parse_pairs(outcome.output, ids);
  } catch (const std::exception& error) {
    throw ComparisonFailed(fmt::format("Comparing the submissions gave no result: {}", error.what()));
  }
}

std::string similarity_csv(const std::vector<SimilarPair>& pairs) {
  std::string csv = "first,second,similarity,shared,longest\r\n";
  for (const SimilarPair& pair : pairs) {
    csv += fmt::format("{},{},{:.3f},{},{}\r\n", csv_text(pair.first), csv_text(pair.second), pair.similarity,
                       pair.shared, pair.longest);
  }
  return csv;
}

std::string render_similarity(const std::vector<SimilarPair>& pairs) {
  if (pairs.empty()) return "\nNo two submissions are strikingly similar.\n";
  std::string text = fmt::format(
      "\nSimilar submissions: {} pair{}. Right answers to small tasks look alike: read both first.\n",
      pairs.size(), pairs.size() == 1 ? "" : "s");
  for (std::size_t i = 0; i < std::min(kMaxListed, pairs.size()); ++i) {
    const SimilarPair& pair = pairs[i];
    text += fmt::format("  {:>4.0f} %  {}  {}\n", 100 * pair.similarity,
                        shortened(clean(pair.first, 100), 32), shortened(clean(pair.second, 100), 32));
  }
  if (pairs.size() > kMaxListed)
    text += fmt::format("  ... and {} more: see similarity.csv\n", pairs.size() - kMaxListed);
  return text;
}

}  // namespace grader
