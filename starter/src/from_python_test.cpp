// Compiles what starter/from-python.md says. All right code compiles, and each piece of wrong code gives the
// message below it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace backprop {
namespace {

struct Fence {
  std::string language;
  std::string code;
};

std::string text_of(const std::string& file) {
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::vector<Fence> fences() {
  std::vector<Fence> all;
  std::istringstream page(text_of(FROM_PYTHON));
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("```")) {
      inside = !inside;
      if (inside) all.push_back({line.substr(3), ""});
    } else if (inside) {
      all.back().code += line + '\n';
    }
  }
  return all;
}

// Each piece is a function of its own, whose lines the compiler calls piece-0, piece-1...
std::string program(const std::vector<std::string>& pieces) {
  std::string text = "#include <backprop/affine.hpp>\nusing namespace backprop;\n";
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::string number = std::to_string(i);
    text += "void function_" + number + "([[maybe_unused]] const Matrix& x) {\n#line 1 \"piece-" + number +
            "\"\n" + pieces[i] + "}\n";
  }
  return text;
}

struct Compiled {
  bool accepted = false;
  std::string messages;
};

Compiled compile(const std::string& name, const std::vector<std::string>& pieces) {
  std::ofstream(name + ".cpp") << program(pieces);
  const std::string command = std::string("LC_ALL=C.UTF-8 ") + STUDENT_COMPILER +
                              " -std=c++20 -fsyntax-only -fmax-errors=0 -I" + HEADERS + " " + name +
                              ".cpp >" + name + ".log 2>&1";
  const bool accepted = std::system(command.c_str()) == 0;
  return {accepted, text_of(name + ".log")};
}

// Right code stands before the first message, and after each message until the next piece of wrong code.
struct Page {
  std::vector<std::string> right;
  std::vector<std::string> wrong;
  std::vector<std::string> messages;
};

Page read_page() {
  Page page;
  const std::vector<Fence> all = fences();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].language == "text") {
      page.messages.push_back(all[i].code.substr(0, all[i].code.size() - 1));
    } else if (i + 1 < all.size() && all[i + 1].language == "text") {
      page.wrong.push_back(all[i].code);
    } else {
      page.right.push_back(all[i].code);
    }
  }
  return page;
}

TEST(FromPython, RightCodeCompiles) {
  const Page page = read_page();
  EXPECT_GE(page.right.size(), 16u);
  const Compiled compiled = compile("from_python_right", page.right);
  EXPECT_TRUE(compiled.accepted) << compiled.messages;
}

TEST(FromPython, EachOfTenErrorsHasItsMessage) {
  const Page page = read_page();
  ASSERT_EQ(page.wrong.size(), 10u);
  const Compiled compiled = compile("from_python_wrong", page.wrong);
  for (std::size_t i = 0; i < page.wrong.size(); ++i) {
    std::string errors;
    std::istringstream lines(compiled.messages);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("piece-" + std::to_string(i) + ":") && line.find(" error: ") != std::string::npos)
        errors += line + '\n';
    }
    EXPECT_THAT(errors, testing::HasSubstr(page.messages[i])) << page.wrong[i];
  }
}

}  // namespace
}  // namespace backprop
