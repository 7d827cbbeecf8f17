#include "grader/kit/pages.hpp"

#include <gtest/gtest.h>

#include "grader/base/files.hpp"
#include "grader/base/temporary_folder.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

class PagesTest : public testing::Test {
 protected:
  void SetUp() override {
    write_atomically(text_, "abc");
    // The hash of "abc" is the example of FIPS 180-2, appendix B.1.
    write_atomically(page_,
                     "<meta name=\"source\" "
                     "content=\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\">");
  }

  const TemporaryFolder folder_;
  const fs::path text_ = folder_.path() / "handout.md";
  const fs::path page_ = folder_.path() / "page.html";
  const fs::path to_ = folder_.path() / "kit/handout.html";
};

TEST_F(PagesTest, APageOfTheTextIsCopied) {
  copy_page(page_, text_, to_);
  EXPECT_EQ(read_file(to_), read_file(page_));
}

TEST_F(PagesTest, APageOfAnotherTextIsNot) {
  write_atomically(text_, "abcd");
  copy_page(page_, text_, to_);
  EXPECT_FALSE(fs::exists(to_));
}

TEST_F(PagesTest, WithoutAPageNothingIsCopied) {
  copy_page(folder_.path() / "none.html", text_, to_);
  EXPECT_FALSE(fs::exists(to_));
}

}  // namespace
}  // namespace grader
