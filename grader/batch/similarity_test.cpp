// Runs Dolos in the real sandbox.
#include "grader/batch/similarity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "grader/base/files.hpp"
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
    }
  }

  fs::path path(const std::string& id) const { return folder_.path() / id; }

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
              HasSubstr("first,second,similarity,shared,longest\r\nalice,carol,"));
  EXPECT_THAT(render_similarity(similarities), HasSubstr("100 %  alice  carol"));
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
  for (const auto& [id, text] : texts) {
    hand_in(id, {});
    fs::create_directory(path(id));
    folder_.write(id + "/softmax_loss.cpp", text);
  }
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
            "first,second,similarity,shared,longest\r\n'=odd,,not compared,,\r\n");
  EXPECT_THAT(render_similarity(similarities), HasSubstr("not compared: =odd"));
}

TEST_F(Similarity, OneSubmissionHasNoPair) {
  hand_in("alone", fs::path(SOLUTIONS) / "a1-gates");
  EXPECT_TRUE(similar_pairs(assignment_, rows_, best_available()).pairs.empty());
  EXPECT_THAT(render_similarity({}), HasSubstr("No two"));
}

}  // namespace
}  // namespace grader
