#include "grader/grading/called_layers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "grader/base/files.hpp"
#include "grader/base/places.hpp"
#include "grader/base/strings.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

bool has_function(const ProblemSpec& problem, const std::string& function) {
  const Op* op = find_op(problem.op);
  return op != nullptr && std::ranges::find(op->functions, function) != op->functions.end();
}

bool is_of_own_library(const Assignment& assignment, const std::string& file) {
  return std::ranges::find(assignment.own_library, file, &ProblemSpec::file) != assignment.own_library.end();
}

// Returns whether a header has a line that begins with a type and declares this function.
bool declares(const std::string& header, const std::string& function) {
  return std::ranges::any_of(lines_of(header), [&](std::string_view line) {
    return !line.empty() && std::isalpha(static_cast<unsigned char>(line.front())) != 0 &&
           line.find(' ' + function + '(') != line.npos;
  });
}

// Returns the layer whose header declares this function, or an empty string. A kit has the headers of all
// layers, and descriptions of its own layers only.
std::string layer_of_header(const fs::path& headers, const std::string& function) {
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(headers, none)) {
    if (entry.path().extension() == ".hpp" && declares(read_file(entry.path()), function))
      return entry.path().stem().string();
  }
  return {};
}

// Returns the assignment in which students write this layer, or an empty string when the starter is not here.
std::string assignment_with(const std::string& layer) {
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(places().course / "starter", none)) {
    if (fs::exists(entry.path() / (layer + ".cpp"))) return entry.path().filename().string();
  }
  return {};
}

// Returns ", and of others only affine and relu", for a worker with layers of the library.
std::string library_allowed(const WorkerLayers& layers) {
  std::set<std::string> library;
  for (const ProblemSpec* problem : layers.asked)
    library.insert(problem->library.begin(), problem->library.end());
  if (library.empty()) return {};
  return ", and of others only " + join({library.begin(), library.end()});
}

// Returns whether `text` has the file's name, and not as the end of another.
bool names_file(const std::string& text, const std::string& file) {
  for (std::size_t at = 0; (at = text.find(file, at)) != std::string::npos; ++at) {
    const auto before = static_cast<unsigned char>(at == 0 ? ' ' : text[at - 1]);
    if (std::isalnum(before) == 0 && before != '_') return true;
  }
  return false;
}

}  // namespace

const ProblemSpec* layer_with(const Assignment& assignment, const std::string& function,
                              const std::string& by) {
  const auto find_in = [&](const std::vector<ProblemSpec>& problems) {
    const auto found = std::ranges::find_if(
        problems, [&](const ProblemSpec& problem) { return has_function(problem, function); });
    return found == problems.end() ? nullptr : &*found;
  };
  return find_in(is_of_own_library(assignment, by) ? assignment.own_library : assignment.problems);
}

std::string not_of_this_assignment(const Assignment& assignment, const WorkerLayers& layers,
                                   const std::string& function, const std::string& by,
                                   const fs::path& headers) {
  const std::string layer = layer_of_header(headers, function);
  if (layer.empty()) return {};
  if (is_of_own_library(assignment, by)) {
    const std::string folder = assignment.own_library_folder.filename().string();
    return fmt::format("{}/{} calls {}, and {}/ has no {}.cpp. Write out in {} what {} does.", folder, by,
                       function, folder, layer, by, function);
  }
  const std::string owner = assignment_with(layer);
  const std::string belongs = owner == assignment.id ? "is not among the problems of " + owner
                              : owner.empty()        ? "belongs to another assignment"
                                                     : "belongs to assignment " + owner;
  // A file that is here because the graded one calls it may be right in its own problem.
  const bool is_called =
      std::ranges::none_of(layers.asked, [&](const ProblemSpec* problem) { return problem->file == by; });
  const std::string& place = is_called && layers.asked.size() == 1 ? layers.asked.front()->file : by;
  return fmt::format("{} calls {}, which {}. {} can call only layers of {}{}: write out there what {} does.",
                     by, function, belongs, place, assignment.id, library_allowed(layers), function);
}

std::string with_reason(const std::string& failure, const std::vector<CalledLayer>& called) {
  std::string reasons;
  for (const CalledLayer& each : called) {
    if (names_file(failure, each.problem->file))
      reasons +=
          fmt::format("{} calls {}, so {} is built with it. ", each.by, each.function, each.problem->file);
  }
  return reasons + failure;
}

std::string called_and_wrong(const std::vector<CalledLayer>& called, const std::string& file,
                             const Statuses& statuses) {
  std::vector<std::string> sentences;
  for (const CalledLayer& each : called) {
    const auto found = statuses.find(each.problem->id);
    if (found == statuses.end()) continue;
    const Status status = found->second;
    if (status == Status::pass || status == Status::skipped || status == Status::grader_error) continue;
    const std::string caller = each.by == file ? "It" : "Your " + each.by;
    const std::string sentence =
        fmt::format("{} calls {} of your {}, which is not {} yet.", caller, each.function, each.problem->file,
                    status == Status::not_implemented ? "done" : "right");
    if (std::ranges::find(sentences, sentence) == sentences.end()) sentences.push_back(sentence);
  }
  return join(sentences, " ");
}

}  // namespace grader
