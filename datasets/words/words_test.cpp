#include "datasets/words/words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "datasets/gunzip.hpp"
#include "datasets/testing/sha256.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/temporary_folder.hpp"

namespace grader {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::ThrowsMessage;

class WordsTest : public testing::Test {
 protected:
  void expect_refused(const std::string& text, const std::string& message) const {
    const std::filesystem::path path = made_.write("bad.txt", text);
    EXPECT_THAT([&] { load_words(path); }, ThrowsMessage<InputError>(path.string() + message));
  }

  const TemporaryFolder made_{"words-test-"};
  const std::filesystem::path folder_ = made_.path();
};

TEST_F(WordsTest, EmbedsTheCommittedFile) {
  EXPECT_EQ(sha256(embedded_words_file()),
            "1a9dd61f2ffae20e86c6e9d0d708725dcd870cf8a083a7702d4a96330686d477");
}

TEST_F(WordsTest, TheEmbeddedWordsAreTheKnownOnes) {
  const std::string text = gunzip(embedded_words_file(), "words.txt.gz");
  EXPECT_EQ(sha256({reinterpret_cast<const unsigned char*>(text.data()), text.size()}),
            "f07495860e8bf9dfcbfc7da018ae91a0172ed420918ae38441c773e921ed5ae1");

  const Words& words = embedded_words();
  ASSERT_EQ(words.training.size(), 3611u);
  ASSERT_EQ(words.held_out.size(), 401u);
  EXPECT_EQ(words.training.front(), "abacus");
  EXPECT_EQ(words.training.back(), "zoos");
  std::array<int, 11> counts{};  // counted with awk
  for (const auto& part : {words.training, words.held_out}) {
    for (const std::string& word : part) ++counts.at(word.size());
  }
  EXPECT_THAT(counts, ElementsAre(0, 0, 0, 46, 186, 330, 568, 767, 795, 707, 613));
}

TEST_F(WordsTest, TheCommittedFileLoadsAsTheEmbeddedOne) {
  const Words words = load_words(WORDS_TXT_GZ);
  EXPECT_EQ(words.training, embedded_words().training);
  EXPECT_EQ(words.held_out, embedded_words().held_out);
}

TEST_F(WordsTest, HoldsOutEveryTenthWord) {
  std::string text;
  for (char c = 'a'; c <= 'z'; ++c) text += std::string("wor") + c + "\n";
  const Words words = load_words(made_.write("many.txt", text));
  EXPECT_THAT(words.held_out, ElementsAre("worj", "wort"));
  EXPECT_EQ(words.training.size(), 24u);
}

TEST_F(WordsTest, ReadsPlainTextWithAnyLineEnd) {
  const Words words = load_words(made_.write("two.txt", "abc\r\nabcdefghij"));
  EXPECT_THAT(words.training, ElementsAre("abc", "abcdefghij"));
  EXPECT_THAT(words.held_out, IsEmpty());
}

TEST_F(WordsTest, RefusesWhatIsNoWord) {
  for (const std::string bad : {"", "ab", "abcdefghijk", "Abc", "it's", "caf\xc3\xa9", "ab c", "abc1"}) {
    expect_refused("abc\n" + bad + "\nzoo\n", ":2: is not a word of 3 to 10 letters a to z");
  }
}

TEST_F(WordsTest, RefusesWordsOutOfOrder) {
  expect_refused("abd\nabc\n", ":2: does not come after the word before it in the alphabet");
  expect_refused("abc\nabc\n", ":2: does not come after the word before it in the alphabet");
}

TEST_F(WordsTest, RefusesAnEmptyFile) { expect_refused("", ": is empty"); }

TEST_F(WordsTest, RefusesWhatCannotBeRead) {
  const auto absent = folder_ / "absent.txt";
  EXPECT_THAT([&] { load_words(absent); },
              ThrowsMessage<InputError>(absent.string() + " cannot be read: No such file or directory"));
  EXPECT_THAT([&] { load_words(folder_); },
              ThrowsMessage<InputError>(folder_.string() + " cannot be read: Is a directory"));
}

TEST_F(WordsTest, RefusesTextThatIsOnlyNamedGzip) {
  const auto path = made_.write("words.txt.gz", "abc\n");
  EXPECT_THAT([&] { load_words(path); }, ThrowsMessage<InputError>(path.string() + ": is not a gzip file"));
}

}  // namespace
}  // namespace grader
