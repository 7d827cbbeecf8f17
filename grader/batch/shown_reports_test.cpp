#include "grader/batch/shown_reports.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/temporary_folder.hpp"
#include "grader/report/json.hpp"
#include "grader/report/sample_report.hpp"
#include "grader/submission/sha256.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Shown : public ::testing::Test {
 protected:
  Shown() { folder_.prepare(); }

  static Row row_of(const std::string& name, std::int64_t duration = 1) {
    Row row;
    row.submission.file_name = name;
    row.report = sample_report();
    row.report->duration_ms = duration;
    return row;
  }

  ShownReports show(const std::vector<Row>& rows) { return show_reports(folder_, rows, {}); }
  void edit(const std::string& name) { std::ofstream(folder_.report(name)) << "mine"; }
  std::string text(const std::string& name) { return read_file(folder_.report(name)); }

  TemporaryFolder temporary_;
  GradesFolder folder_{temporary_.path() / "grades"};
};

TEST_F(Shown, NewReportsReplaceOldOnes) {
  EXPECT_THAT(show({row_of("ada")}).edited, IsEmpty());
  EXPECT_THAT(show({row_of("ada", 2)}).edited, IsEmpty());
  EXPECT_EQ(text("ada"), json_text(*row_of("ada", 2).report));
  EXPECT_EQ(read_shown_report(folder_, "ada").duration_ms, 2);
}

TEST_F(Shown, AnEditedReportIsToldAndStays) {
  show({row_of("ada")});
  edit("ada");
  EXPECT_THAT(show({row_of("ada", 2)}).edited, ElementsAre("reports/ada.json"));
  EXPECT_THAT(show({row_of("ada", 2)}).edited, ElementsAre("reports/ada.json"));
  EXPECT_EQ(text("ada"), "mine");
  EXPECT_THROW(read_shown_report(folder_, "ada"), InputError);
  fs::remove(folder_.report("ada"));
  EXPECT_THAT(show({row_of("ada", 2)}).edited, IsEmpty());
  EXPECT_EQ(text("ada"), json_text(*row_of("ada", 2).report));
}

TEST_F(Shown, WithdrawnReportsGo) {
  show({row_of("ada"), row_of("bob"), row_of("cay")});
  edit("bob");
  std::ofstream(folder_.html("ada")) << "page";
  const ShownReports shown = show({row_of("cay")});
  EXPECT_THAT(shown.withdrawn, ElementsAre("ada"));
  EXPECT_THAT(shown.edited, ElementsAre("reports/bob.json"));
  EXPECT_FALSE(fs::exists(folder_.report("ada")));
  EXPECT_FALSE(fs::exists(folder_.html("ada")));
  EXPECT_EQ(text("bob"), "mine");
  EXPECT_THAT(show({row_of("cay")}).withdrawn, IsEmpty());
}

TEST_F(Shown, WithoutAVerdictThereIsNoReport) {
  show({row_of("ada")});
  Row empty = row_of("ada");
  empty.report.reset();
  EXPECT_THAT(show({empty}).withdrawn, IsEmpty());
  EXPECT_FALSE(fs::exists(folder_.report("ada")));
}

// A run that stops between the reports and the list of their hashes knows its own reports again.
TEST_F(Shown, AStopInBetweenIsNoEdit) {
  show({row_of("ada")});
  const std::string before = read_file(folder_.shown());
  fs::create_directory(folder_.report("bob"));  // blocks the second report
  EXPECT_THROW(show({row_of("ada", 2), row_of("bob")}), std::exception);
  fs::remove(folder_.report("bob"));
  EXPECT_THAT(show({row_of("ada", 3), row_of("bob")}).edited, IsEmpty());
  EXPECT_EQ(read_shown_report(folder_, "ada").duration_ms, 3);
  EXPECT_NE(before, read_file(folder_.shown()));
}

TEST_F(Shown, EarlierRunsAreKnownByTheirHashes) {
  std::ofstream(folder_.report("ada")) << "old";
  EXPECT_THAT(show({row_of("ada")}).edited, ElementsAre("reports/ada.json"));
  EXPECT_THAT(show_reports(folder_, {row_of("ada")}, {{"ada", sha256("old")}}).edited, IsEmpty());
}

}  // namespace
}  // namespace grader
