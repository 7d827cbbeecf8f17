// Runs Dolos in the real sandbox.
#include "grader/batch/similarity.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <regex>
#include <set>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/batch/testing/archives.hpp"
#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string repeated(const std::string& text, std::size_t times) {
  std::string result;
  while (times-- > 0) result += text;
  return result;
}

class Similarity : public ::testing::Test {
 protected:
  Similarity() {
    assignment_.id = "a1-gates";
    for (const auto& entry : fs::directory_iterator(fs::path(SOLUTIONS) / "a1-gates")) {
      ProblemSpec& problem = assignment_.problems.emplace_back();
      problem.file = entry.path().filename();
      problem.op = entry.path().stem();
    }
  }

  fs::path path(const std::string& id) const { return folder_.path() / id; }

  // Hands in one file.
  void hand_in_text(const std::string& id, const std::string& text) {
    hand_in(id, {});
    fs::create_directory(path(id));
    folder_.write(id + "/softmax_loss.cpp", text);
  }

  void hand_in(const std::string& id, const fs::path& from) {
    Row row;
    row.submission = {.id = id,
                      .file_name = id,
                      .form = Submission::Form::folder,
                      .source = path(id),
                      .problem = {},
                      .students = {}};
    row.report.emplace();
    rows_.push_back(row);
    if (!from.empty()) fs::copy(from, path(id), fs::copy_options::recursive);
  }

  testing::Folder folder_;
  Assignment assignment_;
  std::vector<Row> rows_;
};

TEST_F(Similarity, CopiesStandOutAndTheStarterDoesNot) {
  const fs::path solutions = fs::path(SOLUTIONS) / "a1-gates";
  hand_in("alice", solutions);
  hand_in("bob", fs::path(SOLUTIONS) / "../assignments/a1-gates/sample-submission");
  hand_in("carol", {});
  hand_in("dan", fs::path(SOLUTIONS) / "../starter/a1-gates");
  hand_in("eve", fs::path(SOLUTIONS) / "../starter/a1-gates");
  // Carol renamed, reformatted, commented and packed Alice's work.
  fs::copy(solutions, path("c"));
  std::string text = read_file(path("c/softmax_loss.cpp"));
  for (std::size_t at = 0; (at = text.find("  ", at)) != std::string::npos; at += 7)
    text.replace(at, 2, "\t/* */ ");
  folder_.write("c/softmax_loss.cpp", text);
  testing::write_archive_of(path("carol.zip"), path("c"), "carol/");
  rows_[2].submission.form = Submission::Form::archive;
  rows_[2].submission.source = path("carol.zip");

  require_similarity();
  const Similarities similarities = similar_pairs(assignment_, rows_, best_available());
  const auto& pairs = similarities.pairs;
  EXPECT_TRUE(similarities.not_compared.empty());
  ASSERT_FALSE(pairs.empty());
  EXPECT_EQ(pairs[0].first, "alice");
  EXPECT_EQ(pairs[0].second, "carol");
  EXPECT_GT(pairs[0].similarity, 0.99);
  for (const SimilarPair& pair : pairs) {
    EXPECT_NE(pair.first, "dan") << "with " << pair.second;
    EXPECT_NE(pair.second, "dan") << "with " << pair.first;
  }
  EXPECT_THAT(similarity_csv(similarities),
              HasSubstr("first,second,similarity,shared,longest,rarity,fragments\r\nalice,carol,1.000,"));
  ASSERT_FALSE(pairs[0].fragments.empty());
  for (const SharedFragment& fragment : pairs[0].fragments) {
    EXPECT_THAT(fragment.first, ::testing::MatchesRegex("[a-z0-9_]+[.]cpp:[0-9]+(-[0-9]+)?"));
    const std::string file = fragment.first.substr(0, fragment.first.find(':'));
    EXPECT_THAT(fragment.second, HasSubstr(file + ':'));
  }
  EXPECT_THAT(render_similarity(similarities), HasSubstr("100 %  alice  carol"));
}

TEST_F(Similarity, AVerbatimCopyIsAtTheSamePlaces) {
  const fs::path solutions = fs::path(SOLUTIONS) / "a1-gates";
  hand_in("alice", solutions);
  hand_in("bob", fs::path(SOLUTIONS) / "../assignments/a1-gates/sample-submission");
  hand_in("carol", solutions);
  const Similarities found = similar_pairs(assignment_, rows_, best_available());
  ASSERT_FALSE(found.pairs.empty());
  EXPECT_EQ(found.pairs[0].first, "alice");
  EXPECT_EQ(found.pairs[0].second, "carol");
  ASSERT_EQ(found.pairs[0].fragments.size(), 3u);
  for (const SharedFragment& fragment : found.pairs[0].fragments)
    EXPECT_EQ(fragment.second, fragment.first.substr(0, fragment.first.find('-')));
}

// Whatever the assignment is called, and the files.
TEST_F(Similarity, AnOwnAssignmentHasTheCoursesStartersAndSolutions) {
  assignment_ = {};
  assignment_.id = "mini";
  for (const char* op : {"softmax_loss", "grad_check"}) {
    ProblemSpec& problem = assignment_.problems.emplace_back();
    problem.op = op;
    problem.file = std::string("my_") + op + ".cpp";
  }
  for (const auto& [id, from] :
       {std::pair("alice", SOLUTIONS "/a1-gates"), std::pair("dan", SOLUTIONS "/../starter/a1-gates"),
        std::pair("eve", SOLUTIONS "/../starter/a1-gates")}) {
    hand_in(id, {});
    for (const ProblemSpec& problem : assignment_.problems)
      folder_.write(std::string(id) + '/' + problem.file, read_file(fs::path(from) / (problem.op + ".cpp")));
  }
  const Similarities found = similar_pairs(assignment_, rows_, best_available());
  ASSERT_EQ(found.pairs.size(), 1u) << similarity_csv(found);
  EXPECT_EQ(found.pairs[0].first, "alice");
  EXPECT_EQ(found.pairs[0].second, "(solutions)");
}

// Each of these once ended the comparison for the whole class, or took minutes. Those who copied are found.
TEST_F(Similarity, OddTextsAreNoTroubleInAnySandbox) {
  const std::string own = read_file(fs::path(SOLUTIONS) / "a1-gates/softmax_loss.cpp");
  const std::map<std::string, std::string> texts = {
      {"brackets", std::string(50'000, '(')},
      {"braces", std::string(50'000, '{') + "\xff\xfe\xc0"},
      {"empty", ""},
      {"fork", "int main() { while (1) fork(); }"},
      {"hidden",
       "#if 0\n" + std::string(6000, '(') + std::string(6000, ')') + "\n#endif\nint f() { return 1; }\n"},
      {"copy-a", own},
      {"copy-b", own},
      {"repeats", "void f() {" + repeated("a(b);", 40'000) + "}"},
      {"repeats-too", "void g() {" + repeated("a(b);", 40'000) + "}"},
  };
  for (const auto& [id, text] : texts) hand_in_text(id, text);
  for (const BackendStatus& backend : probe_backends()) {
    if (!backend.available) continue;
    const Similarities found = similar_pairs(assignment_, rows_, backend.isolation);
    const auto is_found = [&](const std::string& first, const std::string& second) {
      return std::ranges::any_of(
          found.pairs, [&](const SimilarPair& pair) { return pair.first == first && pair.second == second; });
    };
    EXPECT_TRUE(is_found("copy-a", "copy-b")) << to_string(backend.isolation);
    EXPECT_TRUE(is_found("repeats", "repeats-too")) << to_string(backend.isolation);
  }
}

TEST(SimilarityText, ListsWhatWasNotCompared) {
  const Similarities similarities{.pairs = {}, .not_compared = {"=odd"}};
  EXPECT_EQ(similarity_csv(similarities),
            "first,second,similarity,shared,longest,rarity,fragments\r\n'=odd,,not compared,,,,\r\n");
  EXPECT_THAT(render_similarity(similarities), HasSubstr("not compared: =odd"));
}

// Returns an expression whose shape depends on what is drawn. Names do not count in a comparison, shapes do.
std::string some_expression(std::mt19937_64& random, int depth) {
  if (depth == 0) return random() % 2 == 0 ? "a" : "1.5";
  const auto next = [&] { return some_expression(random, depth - 1); };
  switch (random() % 5) {
    case 0: {
      const std::string left = next();
      return '(' + left + " + " + next() + ')';
    }
    case 1: {
      const std::string first = next();
      return "f(" + first + ", " + next() + ')';
    }
    case 2: {
      const std::string condition = next();
      return '(' + condition + " ? " + next() + " : b)";
    }
    case 3:
      return "a[" + next() + ']';
    default:
      return '!' + next();
  }
}

std::string own_functions(std::uint64_t student, int depth) {
  std::mt19937_64 random(student);
  std::string text;
  for (int i = 0; i < 6; ++i)
    text += fmt::format("double own_{}(double a, double b) {{ return {}; }}\n", i,
                        some_expression(random, depth));
  return text;
}

// Gives another name to each variable of the text that is declared as a matrix, a number or auto.
std::string renamed(std::string text, std::uint64_t student) {
  static const std::regex declared(R"((?:Matrix&|Matrix|double|auto|size_t|Vector&) ([a-z_]+)\b(?!\())");
  std::set<std::string> names;
  for (std::sregex_iterator at(text.begin(), text.end(), declared), end; at != end; ++at)
    names.insert((*at)[1]);
  for (const std::string& name : names)
    text = std::regex_replace(text, std::regex("\\b" + name + "\\b"), fmt::format("{}_{}", name, student));
  return text;
}

class SimilarityOfAClass : public Similarity, public ::testing::WithParamInterface<std::uint64_t> {};

// Everybody has the right answers under other names, and a few functions that nobody else has.
TEST_P(SimilarityOfAClass, OnlyTheCopyIsListed) {
  const std::uint64_t size = GetParam();
  std::string right;
  for (const char* file : {"affine.cpp", "softmax_loss.cpp", "svm_loss.cpp", "two_layer_net.cpp"})
    right += read_file(fs::path(SOLUTIONS) / "a1-gates" / file);
  ASSERT_NE(renamed(right, 1), right);
  // The last has the functions of the second last under other names, and in other places.
  const std::uint64_t copied = size - 2;
  for (std::uint64_t student = 0; student + 1 < size; ++student)
    hand_in_text(fmt::format("student-{:03}", student), renamed(right, student) + own_functions(student, 5));
  const std::regex own("own_");
  hand_in_text(fmt::format("student-{:03}", size - 1),
               std::regex_replace(own_functions(copied, 5), own, "mine_") + renamed(right, size - 1));
  const Similarities found = similar_pairs(assignment_, rows_, best_available());
  ASSERT_EQ(found.pairs.size(), 1u) << similarity_csv(found);
  EXPECT_EQ(found.pairs[0].first, fmt::format("student-{:03}", copied));
  EXPECT_EQ(found.pairs[0].second, fmt::format("student-{:03}", size - 1));
  EXPECT_TRUE(found.not_compared.empty());
}

INSTANTIATE_TEST_SUITE_P(OfStudents, SimilarityOfAClass, ::testing::Values(12, 40, 300));

// Files that nobody wrote by hand neither hide a copy nor take one another's place.
TEST_F(Similarity, GiantAndBinaryFilesHideNoCopy) {
  std::mt19937_64 random(1);
  std::string bytes(200'000, '\0');
  std::ranges::generate(bytes, [&] { return static_cast<char>(random()); });
  std::string utf16 = "\xff\xfe";
  for (const char c : own_functions(3, 5)) utf16 += {c, '\0'};
  hand_in_text("giant", repeated(own_functions(1, 5), 500));
  hand_in_text("bytes", bytes);
  hand_in_text("zeros", std::string(200'000, '\0'));
  hand_in_text("utf16", utf16);
  hand_in_text("comments", repeated("// nothing\n", 1000));
  hand_in_text("empty", "");
  for (const std::uint64_t student : {20, 21, 22, 23, 24, 24})
    hand_in_text(fmt::format("student-{}", rows_.size()), own_functions(student, 5));
  const Similarities found = similar_pairs(assignment_, rows_, best_available());
  ASSERT_FALSE(found.pairs.empty());
  EXPECT_EQ(found.pairs[0].first, "student-10");
  EXPECT_EQ(found.pairs[0].second, "student-11");
  for (const std::string& id : found.not_compared)
    EXPECT_THAT(id, ::testing::AnyOf("bytes", "zeros", "utf16"));
}

// Each student writes the same few common lines, and two share what nobody else has.
TEST_F(Similarity, WhatEverybodyWritesIsNoEvidence) {
  std::string common;
  for (int i = 0; i < 12; ++i) {
    common += fmt::format(
        "Matrix common_{0}(const Matrix& x) {{ if (x.size() > {0}) return x * 2.0 + 1.0; return x; }}\n", i);
  }
  // The last has what the second last has.
  for (std::uint64_t student = 0; student < 16; ++student)
    hand_in_text(fmt::format("student-{:02}", student),
                 common + own_functions(student == 15 ? 14 : student, 6));
  const Similarities found = similar_pairs(assignment_, rows_, best_available());
  ASSERT_FALSE(found.pairs.empty());
  EXPECT_EQ(found.pairs[0].first, "student-14");
  EXPECT_EQ(found.pairs[0].second, "student-15");
  for (std::size_t i = 1; i < found.pairs.size(); ++i)
    EXPECT_LT(found.pairs[i].rarity, found.pairs[0].rarity);
  EXPECT_LT(found.pairs.size(), 12u);  // of 120
}

TEST_F(Similarity, SolutionsAndEarlierYearsAreComparedToo) {
  hand_in("alice", fs::path(SOLUTIONS) / "a1-gates");
  hand_in("bob", fs::path(SOLUTIONS) / "../assignments/a1-gates/sample-submission");
  fs::create_directories(path("2025/zoe"));
  folder_.write("2025/zoe/softmax_loss.cpp", read_file(fs::path(SOLUTIONS) / "a1-gates/softmax_loss.cpp"));
  const Similarities found = similar_pairs(assignment_, rows_, best_available(), {path("2025")});
  std::vector<std::string> partners;
  for (const SimilarPair& pair : found.pairs) {
    if (pair.first == "alice") partners.push_back(pair.second);
  }
  EXPECT_THAT(partners, ::testing::Contains("(solutions)"));
  for (const SimilarPair& pair : found.pairs) EXPECT_NE(pair.first, "(solutions)");
  EXPECT_THROW(similar_pairs(assignment_, rows_, best_available(), {path("none")}), InputError);
}

TEST_F(Similarity, OneSubmissionHasNoPair) {
  hand_in("alone", fs::path(SOLUTIONS) / "../starter/a1-gates");
  EXPECT_TRUE(similar_pairs(assignment_, rows_, best_available()).pairs.empty());
  EXPECT_THAT(render_similarity({}), HasSubstr("No two"));
}

}  // namespace
}  // namespace grader
