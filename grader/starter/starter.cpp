#include "grader/starter/starter.hpp"

#include <vector>

#include "grader/base/input_error.hpp"
#include "grader/base/strings.hpp"
#include "grader/starter/regions.hpp"

namespace grader {
namespace {

/// Collects the lines of a starter. Blank lines around a removed marker are merged into one.
class Page {
 public:
  void add(std::string_view line) {
    if (at_seam_ && line.empty() && (text_.ends_with("{\n") || text_.ends_with("\n\n"))) return;
    if (at_seam_ && line.find_first_not_of(' ') != std::string_view::npos) {
      if (line.substr(line.find_first_not_of(' ')).starts_with('}') && text_.ends_with("\n\n"))
        text_.pop_back();
      at_seam_ = false;
    }
    text_.append(line).push_back('\n');
  }

  void mark_seam() { at_seam_ = true; }

  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  bool at_seam_ = false;
};

void add_blank(Page& page, const Region& region, const std::string& exercise) {
  std::string prefix = region.indentation + "// TODO(" + exercise + "): ";
  for (const std::string& text : region.text) {
    page.add(prefix + text);
    prefix = region.indentation + "// ";
  }
  page.add(region.indentation + "throw NotImplemented(\"" + region.function + "\");");
}

}  // namespace

std::string make_starter(std::string_view solution, const std::string& assignment, const std::string& layer,
                         const std::set<std::string>& blanked, const std::string& file) {
  for (const std::string& tag : blanked) {
    if (!region_tags().contains(tag)) {
      throw InputError("cannot blank \"" + tag + "\", expected forward, backward or function");
    }
  }

  const std::vector<std::string_view> lines = lines_of(solution);
  Page page;
  std::size_t next = 0;
  const auto copy_until = [&](std::size_t end) {
    for (; next < end; ++next) page.add(lines[next]);
  };
  for (const Region& region : find_regions(lines, file)) {
    copy_until(region.begin);
    if (blanked.contains(region.tag)) {
      add_blank(page, region, assignment + "." + layer);
    } else {
      page.mark_seam();
      next = region.code;
      copy_until(region.end);
      page.mark_seam();
    }
    next = region.end + 1;
  }
  copy_until(lines.size());
  return page.take();
}

}  // namespace grader
