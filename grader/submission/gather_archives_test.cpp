// Archives within a submission.
#include <map>

#include "grader/submission/testing/gather_fixture.hpp"

namespace grader {
namespace {

using ::testing::HasSubstr;

using GatherArchives = Gather;

/// Archives that are folders beside the submission, by the archive's name.
OpenArchive pretended(const fs::path& contents) {
  return [contents](const fs::path& archive, const std::vector<std::string>&) -> OpenedArchive {
    if (!fs::exists(contents / archive.filename())) throw InputError("it is damaged");
    return {contents / archive.filename(), nullptr};
  };
}

TEST_F(GatherArchives, OpensArchivesAndThoseWithinThemOnce) {
  const testing::Folder contents;
  const auto put = [&](const std::string& file, std::string_view text) {
    fs::create_directories((contents.path() / file).parent_path());
    contents.write(file, text);
  };
  add("hw.zip", "PK\x03\x04");
  put("hw.zip/inner.zip", "PK\x03\x04");
  put("inner.zip/work/affine.cpp", "a");
  put("inner.zip/third.zip", "PK\x03\x04");
  gathered({.open = pretended(contents.path())});
  EXPECT_EQ(text("affine.cpp"), "a");
  EXPECT_EQ(result_.folder, "hw.zip/inner.zip/work");
  EXPECT_THAT(notes(), HasSubstr("hw.zip/inner.zip/third.zip: it lies in an archive within an archive."));
}

TEST_F(GatherArchives, TwoArchivesAreBothOpened) {
  const testing::Folder contents;
  for (const char* name : {"one.zip", "two.zip"}) {
    add(name, "PK\x03\x04");
    fs::create_directory(contents.path() / name);
  }
  contents.write("one.zip/affine.cpp", "first");
  contents.write("two.zip/affine.cpp", "second");
  contents.write("two.zip/relu.cpp", "r");
  gathered({.open = pretended(contents.path())});
  EXPECT_EQ(text("affine.cpp"), "second") << "there is more work in it";
  EXPECT_THAT(notes(), HasSubstr("Graded: two.zip/. Other versions of affine.cpp are in one.zip/"));
}

// Uploads that a system has numbered: archives, each with its files, and loose files.
class GatherUploads : public Gather {
 protected:
  void archive(const std::string& name, std::uint64_t upload,
               const std::map<std::string, std::string>& files) {
    add(name, "PK\x03\x04");
    uploads_.push_back({folder_.path() / name, name, upload});
    for (const auto& [file, text] : files) {
      fs::create_directories((contents_.path() / name / file).parent_path());
      contents_.write(name + '/' + file, text);
    }
  }
  void damaged(const std::string& name, std::uint64_t upload) {
    add(name, "PK\x03\x04");
    uploads_.push_back({folder_.path() / name, name, upload});
  }
  void loose(const std::string& name, std::uint64_t upload, std::string_view text) {
    add(name, text);
    uploads_.push_back({folder_.path() / name, name, upload});
  }
  void take() { result_ = gather({{}, uploads_}, kNames, {.open = pretended(contents_.path())}); }
  std::string fingerprint() const { return fingerprint_of({{}, uploads_}, kNames); }

  testing::Folder contents_;
  std::vector<LooseFile> uploads_;
};

TEST_F(GatherUploads, TheNewestArchiveIsGradedWhateverItIsCalled) {
  archive("a-1.zip", 9, {{"affine.cpp", "old"}, {"relu.cpp", "old"}, {"tanh.cpp", "old"}});
  archive("a-3.zip", 100, {{"affine.cpp", "new"}, {"relu.cpp", "new"}});
  archive("b-2.zip", 20, {{"affine.cpp", "middle"}, {"relu.cpp", "middle"}});
  take();
  EXPECT_EQ(text("affine.cpp"), "new");
  EXPECT_EQ(text("relu.cpp"), "new");
  EXPECT_EQ(text("tanh.cpp"), "old") << "only the oldest has it";
  EXPECT_THAT(notes(),
              HasSubstr("Graded: a-3.zip/ (upload 100, the newest of these). Other versions of affine.cpp "
                        "and relu.cpp are in b-2.zip/ and a-1.zip/ and were not graded."));
}

TEST_F(GatherUploads, ALooseFileAndAnArchiveAreComparedByTheirNumbers) {
  loose("relu.cpp", 300, "newest");
  loose("affine.cpp", 100, "oldest");
  archive("hw.zip", 200, {{"work/affine.cpp", "packed"}, {"work/relu.cpp", "packed"}});
  take();
  EXPECT_EQ(text("relu.cpp"), "newest");
  EXPECT_EQ(text("affine.cpp"), "packed");
  EXPECT_THAT(notes(),
              HasSubstr("Graded: the top folder (upload 300, the newest of these). Other versions of "
                        "relu.cpp are in hw.zip/work/"));
  EXPECT_THAT(notes(), HasSubstr("Graded: hw.zip/work/ (upload 200, the newest of these). Other versions of "
                                 "affine.cpp are in the top folder"));
}

TEST_F(GatherUploads, AnUntouchedStarterReplacesNothingAndAnUnreadableFileDoes) {
  archive("hw-1.zip", 1, {{"affine.cpp", "work"}, {"relu.cpp", "work"}});
  archive("hw-2.zip", 2,
          {{"affine.cpp", starter("affine.cpp")}, {"relu.cpp", std::string("\xFF\xFEx\0", 4)}});
  take();
  EXPECT_EQ(text("affine.cpp"), "work");
  EXPECT_EQ(text("relu.cpp"), "none");
}

TEST_F(GatherUploads, ADamagedNewestUploadIsSaid) {
  archive("hw-1.zip", 1, {{"affine.cpp", "work"}});
  damaged("hw-2.zip", 2);
  take();
  EXPECT_EQ(text("affine.cpp"), "work");
  EXPECT_THAT(notes(),
              HasSubstr("hw-2.zip is the newer upload by its number (2), and what was graded is older."));
}

TEST_F(GatherUploads, OfManyArchivesTheNewestAreOpened) {
  for (int i = 1; i <= 9; ++i)
    archive("x" + std::to_string(i) + ".zip", i, {{"affine.cpp", std::to_string(i)}});
  take();
  EXPECT_EQ(text("affine.cpp"), "9");
}

TEST_F(GatherUploads, TheNumbersAreInTheFingerprint) {
  archive("hw-1.zip", 1, {{"affine.cpp", "work"}});
  const std::string before = fingerprint();
  uploads_[0].upload = 2;
  EXPECT_NE(fingerprint(), before);
}

TEST_F(GatherArchives, AnArchiveThatCannotBeOpenedIsANoteBesideFilesAndAnErrorAlone) {
  const testing::Folder contents;
  add("hw.zip", "PK\x03\x04");
  EXPECT_EQ(complaint({.open = pretended(contents.path())}), "hw.zip: it is damaged.");
  EXPECT_EQ(complaint(), "hw.zip: it is an archive: unpack it first.");
  add("affine.cpp", "a");
  gathered({.open = pretended(contents.path())});
  EXPECT_THAT(notes(), HasSubstr("hw.zip: it is damaged."));
}

}  // namespace
}  // namespace grader
