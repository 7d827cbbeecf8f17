#include "grader/batch/testing/synthetic_class.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "grader/base/files.hpp"
#include "grader/batch/testing/archives.hpp"
#include "grader/mistakes/as_written.hpp"

namespace grader::testing {

namespace {

namespace fs = std::filesystem;

// Exchanges of operators: mistakes that the catalogue does not have. Some of them do not compile.
constexpr std::array<std::pair<const char*, const char*>, 12> kExchanges = {{
    {" * ", " + "},
    {" + ", " - "},
    {" - ", " + "},
    {" / ", " * "},
    {" > ", " >= "},
    {"transpose(", "("},
    {"return ", "return 2.0 * "},
    {"return ", "return -"},
    {"1.0", "2.0"},
    {"0.0", "0.1"},
    {", 0)", ", 1)"},
    {";\n}", "\n}"},
}};

class Maker {
 public:
  explicit Maker(const SyntheticClass& description)
      : description_(description),
        mistakes_(mistakes_as_written(description.assignment)),
        random_(description.seed) {}

  void make(const fs::path& folder) {
    fs::create_directories(folder);
    for (std::size_t i = 0; i < description_.size; ++i) {
      const std::string name = fmt::format("student-{:03}", i);
      if (description_.with_bad_ones && i % 10 == 9) {
        make_bad(folder, name, i / 10);
      } else {
        make_student(folder, name, i);
      }
    }
  }

 private:
  std::size_t below(std::size_t end) { return random_() % end; }

  void make_bad(const fs::path& folder, const std::string& name, std::size_t kind) {
    switch (kind % 4) {
      case 0:
        std::ofstream(folder / (name + ".zip")) << "This is no archive.";
        break;
      case 1:
        fs::create_directory(folder / name);
        break;
      case 2:
        write_archive(folder / (name + ".tar.gz"), {{.path = "../../outside.cpp", .bytes = "int x;"}});
        break;
      default:
        std::ofstream(folder / (name + ".rar")) << "Rar!";
    }
  }

  void make_student(const fs::path& folder, const std::string& name, std::size_t number) {
    const fs::path files = folder / name;
    fs::create_directory(files);
    std::vector<fs::path> solutions;
    for (const auto& entry :
         fs::directory_iterator(fs::path(BACKPROP_SOURCE_DIR) / "solutions" / description_.assignment)) {
      solutions.push_back(entry.path());
    }
    std::ranges::sort(solutions);
    for (const fs::path& solution : solutions) write(files / solution.filename(), solution, name);
    if (number % 3 == 0 || !description_.archives) return;
    write_archive_of(folder / (name + (number % 3 == 1 ? ".zip" : ".tar.gz")), files, name + "/");
    fs::remove_all(files);
  }

  void write(const fs::path& file, const fs::path& solution, const std::string& name) {
    std::string text = read_file(solution);
    const std::size_t kind = below(100);
    if (kind < 28) {
      text = with_a_known_mistake(solution.filename(), std::move(text));
    } else if (kind < 35) {
      text = with_an_exchange(std::move(text));
    } else if (kind < 43) {
      text = read_file(fs::path(BACKPROP_SOURCE_DIR) / "starter" / description_.assignment /
                       solution.filename());
    } else if (kind < 46) {
      return;
    } else if (kind < 73) {
      text = unusual(solution).value_or(std::move(text));
    }
    if (below(100) < description_.percent_of_its_own) text += "// " + name + '\n';
    std::ofstream(file, std::ios::binary) << text;
  }

  // Returns a right answer other than the course's own, or nullopt if this solution has none.
  std::optional<std::string> unusual(const fs::path& solution) {
    std::vector<fs::path> found;
    for (const auto& style :
         fs::directory_iterator(fs::path(BACKPROP_SOURCE_DIR) / "grader/grading/accepted")) {
      const fs::path file = style.path() / description_.assignment / solution.filename();
      if (fs::is_regular_file(file)) found.push_back(file);
    }
    if (found.empty()) return std::nullopt;
    std::ranges::sort(found);
    return read_file(found[below(found.size())]);
  }

  std::string with_a_known_mistake(const std::string& file, std::string text) {
    std::vector<const MistakeAsWritten*> found;
    for (const MistakeAsWritten& mistake : mistakes_) {
      if (mistake.file == file) found.push_back(&mistake);
    }
    return found.empty() ? text : write_mistake(*found[below(found.size())], std::move(text));
  }

  std::string with_an_exchange(std::string text) {
    const std::size_t body = std::min(text.find("BEGIN SOLUTION"), text.size());
    for (int tries = 0; tries < 20; ++tries) {
      const auto& [from, to] = kExchanges[below(kExchanges.size())];
      const std::size_t at = text.find(from, body);
      if (at == std::string::npos) continue;
      return text.replace(at, std::string_view(from).size(), to);
    }
    return text;
  }

  const SyntheticClass& description_;
  const std::vector<MistakeAsWritten> mistakes_;
  std::mt19937_64 random_;
};

}  // namespace

void make_class(const fs::path& folder, const SyntheticClass& description) {
  Maker(description).make(folder);
}

}  // namespace grader::testing
