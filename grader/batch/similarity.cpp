#include "grader/batch/similarity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include "grader/base/csv_text.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"
#include "grader/base/layout.hpp"
#include "grader/base/places.hpp"
#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"
#include "grader/batch/discover.hpp"
#include "grader/batch/unpack.hpp"
#include "grader/grading/course.hpp"
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

// All files of a submission as one text, and where each begins in it.
struct JoinedFiles {
  std::string text;
  std::map<std::size_t, std::string> beginnings;  // from the row of a file's first line, counted from 0

  // Returns "relu.cpp:12" for a row of the text.
  std::string place_of(std::size_t row) const {
    const auto after = beginnings.upper_bound(row);
    if (after == beginnings.begin()) throw std::runtime_error("a row lies before the first file");
    const auto& [beginning, name] = *std::prev(after);
    return fmt::format("{}:{}", name, row - beginning + 1);
  }

  // Returns "relu.cpp:12-20" for the rows of a fragment, as far as they are in the file in which it begins.
  std::string place_of(std::size_t first, std::size_t last) const {
    const auto after = beginnings.upper_bound(first);
    if (after != beginnings.end()) last = std::min(last, after->first - 1);
    std::string place = place_of(first);
    if (last > first) place += fmt::format("-{}", last - std::prev(after)->first + 1);
    return place;
  }
};

JoinedFiles joined(const SourceFiles& files) {
  JoinedFiles result;
  std::size_t row = 0;
  for (const CollectedFile& each : files.files) {
    if (!each.file) continue;
    result.beginnings[row] = each.name;
    result.text += each.file->bytes + '\n';
    row += static_cast<std::size_t>(std::ranges::count(each.file->bytes, '\n')) + 1;
  }
  return result;
}

// Returns nullopt if nothing can be read. Grading has reported that already.
std::optional<JoinedFiles> source_of(const Submission& submission, const Assignment& assignment,
                                     Isolation isolation) {
  if (!submission.problem.empty()) return std::nullopt;
  try {
    return joined(
        gather(handed_in(submission), assignment.files(), {.open = archive_opener(isolation)}).files);
  } catch (const std::exception&) {
  }
  return std::nullopt;
}

// Returns the course's own files of the assignment's layers, those in starter/ or solutions/.
JoinedFiles course_files(const char* folder, const Assignment& assignment) {
  SourceFiles files;
  for (const ProblemSpec& problem : assignment.problems) {
    const std::string text = problem.op.empty() ? "" : text_of_layer(problem.op, folder);
    if (text.empty()) continue;
    CollectedFile& file = files.files.emplace_back();
    file.name = problem.file;
    file.file.emplace().bytes = text;
  }
  return joined(files);
}

// What is compared, in the order of the numbers that compare.mjs gets. The class comes first.
struct Compared {
  std::vector<std::string> ids;
  std::vector<JoinedFiles> sources;
  std::size_t class_size = 0;

  void add(const std::string& id, JoinedFiles source) {
    ids.push_back(id);
    sources.push_back(std::move(source));
  }
};

// Leaves out the files of these numbers.
Program comparison(const BoxDirectory& box, std::size_t class_size, const std::set<std::size_t>& left_out) {
  Program program;
  // The sandbox shows /usr anyway, with the libraries that Node needs.
  const bool of_the_system = node().string().starts_with("/usr/");
  program.arguments = {of_the_system ? node().string() : "/box/bin/node", "--max-old-space-size=4096",
                       "/box/similarity/compare.mjs", "/box/work", std::to_string(class_size)};
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

Similarities parse_similarities(const std::string& text, const Compared& compared) {
  Similarities result;
  const auto document = parse_json(text);
  for (const auto& pair : document.at("pairs").elements()) {
    const double similarity = pair.at(2).get<double>();
    if (!(similarity >= 0 && similarity <= 1))
      throw std::runtime_error("a similarity is no number between 0 and 1");
    const auto first = pair.at(0).get<std::size_t>();
    const auto second = pair.at(1).get<std::size_t>();
    SimilarPair found{compared.ids.at(first),        compared.ids.at(second),       similarity,
                      pair.at(3).get<std::size_t>(), pair.at(4).get<std::size_t>(), pair.at(5).get<double>()};
    for (const auto& fragment : pair.at(6).elements()) {
      found.fragments.push_back({compared.sources.at(first).place_of(fragment.at(0).get<std::size_t>(),
                                                                     fragment.at(1).get<std::size_t>()),
                                 compared.sources.at(second).place_of(fragment.at(2).get<std::size_t>())});
    }
    result.pairs.push_back(std::move(found));
  }
  for (const auto& number : document.at("left_out").elements())
    result.not_compared.push_back(compared.ids.at(number.get<std::size_t>()));
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
Outcome compare(const BoxDirectory& box, std::size_t class_size, Isolation isolation) {
  constexpr std::size_t kMostFatalFiles = 20;
  std::set<std::size_t> left_out;
  for (;;) {
    Outcome outcome = sandbox::run(isolation, comparison(box, class_size, left_out), comparison_limits());
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
        "--similarity needs packages that were not there when this grader was built: build it again, with "
        "npm and a "
        "network" +
        std::string(places().installed ? ", and install it anew." : "."));
  }
}

Similarities similar_pairs(const Assignment& assignment, const std::vector<Row>& rows, Isolation isolation,
                           const std::vector<fs::path>& corpus) {
  Compared compared;
  for (const Row& row : rows) {
    if (!row.report) continue;
    if (auto source = source_of(row.submission, assignment, isolation))
      compared.add(row.submission.id, std::move(*source));
  }
  compared.class_size = compared.ids.size();
  JoinedFiles solutions = course_files("solutions", assignment);
  if (!solutions.text.empty()) compared.add("(solutions)", std::move(solutions));
  for (const fs::path& folder : corpus) {
    const fs::path whole = fs::absolute(folder).lexically_normal();
    const std::string name = (whole.has_filename() ? whole : whole.parent_path()).filename().string();
    for (const Submission& submission : discover(whole)) {
      if (auto source = source_of(submission, assignment, isolation))
        compared.add(name + '/' + submission.id, std::move(*source));
    }
  }
  if (compared.class_size == 0 || compared.ids.size() < 2) return {};
  const BoxDirectory box;
  for (std::size_t i = 0; i < compared.ids.size(); ++i)
    box.write(fmt::format("{}.cpp", i), compared.sources[i].text);
  box.write("starter.cpp", course_files("starter", assignment).text);
  const Outcome outcome = compare(box, compared.class_size, isolation);
  if (!outcome.succeeded()) {
    const std::string why = outcome.detail.empty() ? clean(outcome.error_output, 500) : outcome.detail;
    throw ComparisonFailed(
        fmt::format("Comparing the submissions failed ({}): {}", to_string(outcome.ending), why));
  }
  try {
    return parse_similarities(outcome.output, compared);
  } catch (const std::exception& error) {
    throw ComparisonFailed(fmt::format("Comparing the submissions gave no result: {}", error.what()));
  }
}

namespace {

constexpr std::size_t kAllFragments = 3;

// Returns "relu.cpp:12-20 = relu.cpp:14; ...".
std::string fragments_text(const SimilarPair& pair, std::size_t most) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < std::min(most, pair.fragments.size()); ++i)
    texts.push_back(fmt::format("{} = {}", pair.fragments[i].first, pair.fragments[i].second));
  return join(texts, "; ");
}

}  // namespace

std::string similarity_csv(const Similarities& similarities) {
  std::string csv = "first,second,similarity,shared,longest,rarity,fragments\r\n";
  for (const SimilarPair& pair : similarities.pairs) {
    csv += fmt::format("{},{},{:.3f},{},{},{:.1f},{}\r\n", csv_text(pair.first), csv_text(pair.second),
                       pair.similarity, pair.shared, pair.longest, pair.rarity,
                       csv_text(fragments_text(pair, kAllFragments)));
  }
  for (const std::string& id : similarities.not_compared)
    csv += fmt::format("{},,not compared,,,,\r\n", csv_text(id));
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
      "\nSimilar submissions: {} pair{}, with those first that share the most that few share. Right answers "
      "to small\n"
      "tasks look alike: read both first.\n",
      pairs.size(), pairs.size() == 1 ? "" : "s");
  for (std::size_t i = 0; i < std::min(kMaxListedPairs, pairs.size()); ++i) {
    const SimilarPair& pair = pairs[i];
    text += fmt::format("  {:>4.0f} %  {}  {}\n", 100 * pair.similarity,
                        shortened(clean(pair.first, 100), 32), shortened(clean(pair.second, 100), 32));
    if (!pair.fragments.empty()) text += fmt::format("          {}\n", clean(fragments_text(pair, 2), 120));
  }
  if (pairs.size() > kMaxListedPairs)
    text += fmt::format("  ... and {} more: see similarity.csv\n", pairs.size() - kMaxListedPairs);
  return text + not_compared;
}

}  // namespace grader
