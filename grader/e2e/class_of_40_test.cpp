// A class of forty as Canvas and as Moodle hand it out: loose files, archives, folders, resubmissions, late
// marks, students who did not submit, and files of nobody in the roster. Some names are not in ASCII, and
// some are formulas.
//
// Sources: Canvas (github.com/instructure/canvas-lms) names the files of its download in
// lib/content_zipper.rb, `add_upload_submission` and `get_filename`: the sortable name in lower case, LATE,
// the user's id, the upload's id and the file's name. It reads grades in lib/gradebook_importer.rb. Moodle
// (github.com/moodle/moodle) reads them in mod/assign/feedback/offline/importgradeslib.php, as UTF-8 with
// commas, by the columns Identifier, Grade and Last modified (grade). Canvas compares header names with the
// first cell as it is, and Moodle drops a byte order mark (lib/csvlib.class.php): so exports begin without
// one.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "grader/base/json.hpp"
#include "grader/batch/csv_table.hpp"
#include "grader/batch/testing/archives.hpp"
#include "grader/batch/testing/export_schema.hpp"
#include "grader/e2e/run_grader.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::size_t kStudents = 40;
constexpr const char* kPlatforms[] = {"canvas", "moodle", "gradescope", "blackboard"};

// Every tenth student did not submit.
bool submits(std::size_t i) { return i % 10 != 9; }

std::size_t id_of(std::size_t i) { return 12000 + i; }

// A spreadsheet would compute 1+1 for the first or the last name of a few.
std::string first_name(std::size_t i) { return i == 3 ? "=1+1" : i == 13 ? "Zoë" : "First"; }
std::string last_name(std::size_t i) { return fmt::format("{}Surname{}", i == 23 ? "@SUM(1)" : "", i); }

constexpr const char* kByteOrderMark = "\xEF\xBB\xBF";  // platforms write it for Excel

// No cell is a formula, and each line ends as CSV's do.
void expect_no_formula(const std::string& csv) {
  EXPECT_FALSE(csv.starts_with(kByteOrderMark));
  for (std::size_t at = 0; (at = csv.find('\n', at)) != std::string::npos; ++at) EXPECT_EQ(csv[at - 1], '\r');
  CsvTable table = parse_csv(csv, "export");
  for (const CsvTable::Row& row : table.rows) {
    for (const std::string& field : row.fields)
      EXPECT_TRUE(field.empty() || field == "-" || std::string("=+-@").find(field[0]) == std::string::npos)
          << field;
  }
}

class ClassOf40 : public ::testing::Test {
 protected:
  ClassOf40()
      : right_(read_file(project() / "solutions/a1-gates/relu.cpp")),
        untouched_(read_file(project() / "starter/a1-gates/relu.cpp")) {
    fs::create_directory(path("class"));
    Json json = parse_json(read_file(project() / "assignments/a1-gates/assignment.json"));
    Json one = Json::array();
    for (const Json& problem : json["problems"].elements()) {
      if (problem["id"].string() == "relu") one.push_back(problem);
    }
    json["problems"] = one;
    std::ofstream(path("one.json")) << json;
  }

  fs::path path(const std::string& name) const { return folder_.path() / name; }

  void hand_in(const std::string& name, const std::string& text) {
    fs::create_directories(path("class/" + name).parent_path());
    folder_.write("class/" + name, text);
  }

  void hand_in_archive(const std::string& name, const std::string& text) {
    testing::write_archive(path("class/" + name), {{.path = "a1-gates/relu.cpp", .bytes = text}});
  }

  Ran batch(std::vector<std::string> more = {}) const {
    std::vector<std::string> words = {"batch",        path("class"),
                                      "--out",        path("grades"),
                                      "--assignment", path("one.json"),
                                      "--roster",     path("roster.csv"),
                                      "--jobs",       "2"};
    words.insert(words.end(), more.begin(), more.end());
    return run_grader(words);
  }

  // Returns the grades of all forty, by id, from grades.csv.
  std::map<std::string, std::string> scores() const {
    const CsvTable table = parse_csv(read_file(path("grades/grades.csv")), "grades.csv");
    std::map<std::string, std::string> scores;
    for (const CsvTable::Row& row : table.rows)
      scores[row.fields[*table.column({"student"})]] = row.fields[*table.column({"score"})];
    return scores;
  }

  // Every export has every student, and the platform's schema accepts it.
  void expect_everybody_in_every_export() {
    for (const std::string platform : kPlatforms) {
      if (platform == "moodle" && !moodle_) continue;
      const Ran ran =
          run_grader({"grades", path("grades"), "--as", platform, "--out", path(platform + ".csv")});
      ASSERT_EQ(ran.exit_code, 0) << platform << ran.err;
      const std::string csv = read_file(path(platform + ".csv"));
      EXPECT_EQ(testing::export_complaint(platform, csv), "") << platform;
      EXPECT_EQ(parse_csv(csv, platform).rows.size(), kStudents + (platform == "canvas" ? 1 : 0)) << platform;
      expect_no_formula(csv);
      EXPECT_THAT(csv, HasSubstr("Zoë")) << platform;
      EXPECT_THAT(csv, AnyOf(HasSubstr("'=1+1"), HasSubstr(", =1+1"))) << platform;
      EXPECT_THAT(csv, Not(HasSubstr("stranger"))) << platform;
      for (std::size_t i = 0; i < kStudents; ++i)
        EXPECT_THAT(csv, HasSubstr(fmt::format("Surname{},", i))) << platform;
    }
  }

  TemporaryFolder folder_;
  std::string right_, untouched_;
  bool moodle_ = false;
};

TEST_F(ClassOf40, AsCanvasHandsItOut) {
  std::string roster = kByteOrderMark;
  roster += "Student,ID,SIS User ID,SIS Login ID,Section,a1-gates (4711)\n    Points Possible,,,,,5\n";
  for (std::size_t i = 0; i < kStudents; ++i) {
    roster += fmt::format("\"{0}, {1}\",{2},sis{2},user{2}@example.edu,Lab {3},\n", last_name(i),
                          first_name(i), id_of(i), i % 2);
    if (!submits(i)) continue;
    const std::string prefix = fmt::format("surname{}first_{}{}_", i, i % 4 == 0 ? "LATE_" : "", id_of(i));
    if (i % 10 == 0) {
      hand_in_archive(prefix + "700_hw.zip", right_);
    } else if (i % 10 == 1) {  // handed in twice: the second is right
      hand_in(prefix + "998_relu.cpp", untouched_ + "// first try\n");
      hand_in(prefix + "1002_relu-1.cpp", right_);
    } else {
      hand_in(prefix + fmt::format("{}_relu.cpp", 800 + i), right_);
    }
  }
  hand_in("strangerada_99999_900_relu.cpp", right_);
  folder_.write("roster.csv", roster);

  const Ran ran = batch();
  EXPECT_EQ(ran.exit_code, 1) << ran.out << ran.err;  // somebody has to look at the stranger
  EXPECT_THAT(ran.out, HasSubstr("a1-gates: 37 submissions"));
  EXPECT_THAT(ran.out, HasSubstr("Did not submit: 4\n  Surname9, First (12009)"));
  EXPECT_THAT(ran.out, HasSubstr("Nobody in roster.csv fits the name strangerada_99999."));
  EXPECT_THAT(ran.out, HasSubstr("Canvas has 2 uploads of relu.cpp"));
  const auto points = scores();
  EXPECT_EQ(points.size(), kStudents + 1);
  for (std::size_t i = 0; i < kStudents; ++i)
    EXPECT_EQ(points.at(std::to_string(id_of(i))), submits(i) ? "5" : "") << i;
  const std::string grades = read_file(path("grades/grades.csv"));
  EXPECT_THAT(grades, HasSubstr("12004,\"Surname4, First\",,surname4first_12004,graded,5,5,5,,yes,"));
  EXPECT_THAT(grades, HasSubstr("12002,\"Surname2, First\",,surname2first_12002,graded,5,5,5,,no,"));
  expect_everybody_in_every_export();
  EXPECT_THAT(read_file(path("canvas.csv")), HasSubstr(",Section,a1-gates (4711)\r\n"));
}

TEST_F(ClassOf40, AsMoodleHandsItOut) {
  moodle_ = true;
  std::string roster =
      "Identifier,\"Full name\",\"Email address\",Status,Grade,\"Maximum Grade\",\"Grade can be "
      "changed\",\"Last modified (submission)\",\"Last modified (grade)\",\"Feedback comments\"\n";
  for (std::size_t i = 0; i < kStudents; ++i) {
    const char* status = !submits(i)  ? "No submission"
                         : i % 4 == 0 ? "Submitted for grading - 2 hours late"
                                      : "Submitted for grading";
    roster += fmt::format("\"Participant {0}\",\"{1} {2}\",user{0}@example.edu,\"{3}\",,5.00,Yes,{4},-,\n",
                          id_of(i), first_name(i), last_name(i), status,
                          submits(i) ? "\"Monday, 30 November 2026, 9:00 AM\"" : "-");
    if (!submits(i)) continue;
    const std::string prefix =
        fmt::format("{} Surname{}_{}_assignsubmission_file_", i == 13 ? "Zoë" : "First", i, id_of(i));
    if (i % 10 == 0) {
      hand_in_archive(prefix + "hw.zip", right_);
    } else if (i % 10 == 1) {
      hand_in(prefix + "/a1-gates/relu.cpp", right_);
      hand_in(fmt::format("First Surname{}_{}_assignsubmission_onlinetext_/onlinetext.html", i, id_of(i)),
              "Hello");
    } else if (i % 10 == 2) {
      hand_in(prefix + "relu.cpp", right_);
    } else {
      hand_in(prefix + "/relu.cpp", right_);
    }
  }
  folder_.write("roster.csv", roster);

  const Ran ran = batch();
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("a1-gates: 36 submissions"));
  const std::string grades = read_file(path("grades/grades.csv"));
  EXPECT_THAT(grades, HasSubstr(",\"Monday, 30 November 2026, 9:00 AM\",yes,"));
  expect_everybody_in_every_export();
  EXPECT_THAT(
      read_file(path("moodle.csv")),
      HasSubstr(
          "5,5.00,Yes,\"Monday, 30 November 2026, 9:00 AM\",-,a1-gates: 5 of 5 points. relu 5 / 5.\r\n"));

  const Ran packed = run_grader({"grades", path("grades"), "--as", "moodle", "--out", path("m.csv"),
                                 "--feedback", path("feedback.zip")});
  EXPECT_EQ(packed.exit_code, 0) << packed.err;
  EXPECT_THAT(packed.err, HasSubstr("has 36 pages"));
  const std::string zip = read_file(path("feedback.zip"));  // which has names as they are
  EXPECT_THAT(zip, HasSubstr("First Surname1_12001_assignsubmission_file_/report.html"));
  EXPECT_THAT(zip, HasSubstr("First Surname2_12002_assignsubmission_file_/report.html"));
  // The local header before a name has 30 bytes. Bit 11 of its flags says that the name is UTF-8
  // (APPNOTE.TXT, 4.4.4).
  const std::size_t name = zip.find("Zoë Surname13_12013_assignsubmission_file_/report.html");
  ASSERT_NE(name, std::string::npos);
  EXPECT_NE(static_cast<unsigned char>(zip.at(name - 30 + 7)) & 0x08, 0);
}

// Three students are enough for what an instructor does between two runs.
class SmallClass : public ClassOf40 {
 protected:
  SmallClass() {
    for (const char* name : {"ada", "bob"}) hand_in(std::string(name) + "/relu.cpp", right_);
    folder_.write("roster.csv", "id,name,email\nada,Ada Lovelace,ada@example.edu\nbob,Bob,\ncay,Cay,\n");
  }

  void override_points(const std::string& rows) {
    fs::create_directories(path("grades"));
    folder_.write("grades/overrides.csv", "student,problem,points,reason,by\n" + rows);
  }
};

TEST_F(SmallClass, PointsGivenByHandStay) {
  override_points("ada@example.edu,relu,2.5,late by a week,T. Eacher\ncay,relu,1,on paper,T. Eacher\n");
  for (const char* again : {"", "--regrade"}) {
    const Ran ran = *again == '\0' ? batch() : batch({again});
    EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
    const std::string told =
        "The points of relu were given by hand: 2.5 instead of the grader's 5, by T. Eacher";
    EXPECT_THAT(ran.out, HasSubstr("The points of relu were given by hand"));
    EXPECT_EQ(scores().at("ada"), "2.5");
    EXPECT_EQ(scores().at("cay"), "1");
    EXPECT_THAT(read_file(path("grades/grades.csv")), HasSubstr(told));
    EXPECT_THAT(read_file(path("grades/reports/ada.html")), HasSubstr("given by hand"));
    EXPECT_EQ(parse_json(read_file(path("grades/reports/ada.json")))["score"], 2.5);
    EXPECT_THAT(run_grader({"render", path("grades/reports/ada.json")}).out, HasSubstr("given by hand"));
    const Ran exported = run_grader({"grades", path("grades"), "--as", "blackboard"});
    EXPECT_THAT(exported.out, HasSubstr("Lovelace,Ada,ada,2.5\r\n"));
  }
  override_points("ada,relu,3,late by a day,T. Eacher\n");
  const Ran stale = run_grader({"grades", path("grades"), "--as", "blackboard"});
  EXPECT_EQ(stale.exit_code, 2);
  EXPECT_THAT(stale.err, HasSubstr("overrides.csv has changed since the last batch"));
}

TEST_F(SmallClass, PointsByHandAreSaidAlsoWithoutASubmission) {
  override_points("cay,relu,1,on paper,T. Eacher\n");
  const Ran ran = batch();
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  const std::string told = "The points of relu were given by hand: 1, by T. Eacher: on paper.";
  EXPECT_THAT(ran.out, HasSubstr(told));
  EXPECT_THAT(read_file(path("grades/grades.csv")), HasSubstr(told));
  EXPECT_THAT(read_file(path("grades/index.html")),
              HasSubstr("<td class=\"number\">1</td><td>not_submitted. " + told));
  EXPECT_THAT(run_grader({"grades", path("grades"), "--as", "gradescope"}).out, HasSubstr(",1,5,Graded,"));
}

TEST_F(SmallClass, EverybodyWithoutAGradeIsNamed) {
  hand_in("bob.zip", "PK\x03\x04 and no more");
  fs::remove_all(path("class/bob"));
  ASSERT_EQ(batch().exit_code, 0);
  const Ran ran = run_grader({"grades", path("grades"), "--as", "blackboard"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.err, HasSubstr("1 student handed in something and has no grade: Bob (unreadable)."));
  EXPECT_THAT(ran.err,
              HasSubstr("1 student did not submit, and keeps the grade that the roster has, if any: Cay."));
  override_points("bob,relu,1,read by hand,T\n");
  ASSERT_EQ(batch().exit_code, 0);
  const Ran by_hand = run_grader({"grades", path("grades"), "--as", "blackboard", "--zero-for-missing"});
  EXPECT_EQ(by_hand.exit_code, 0);
  EXPECT_THAT(by_hand.err, Not(HasSubstr("Cay")));
}

TEST_F(SmallClass, OfSeveralArchivesInCanvasTheNewestIsGraded) {
  fs::remove_all(path("class"));
  fs::create_directory(path("class"));
  std::string wrong = right_;
  wrong.replace(wrong.find("(x > 0.0)"), 9, "(x < 0.0)");
  hand_in_archive("lovelaceada_7_100_hw-1.zip", wrong);
  hand_in_archive("lovelaceada_7_99_hw-3.zip", wrong + "// second\n");
  hand_in_archive("lovelaceada_7_1001_hw-2.zip", right_);
  hand_in("babbagecharles_8_text.html", "<p>I could not upload.</p>");
  folder_.write("roster.csv",
                "Student,ID,SIS User ID,SIS Login ID,Section,a1-gates (1)\n    Points Possible,,,,,100\n"
                "\"Lovelace, Ada\",7,,ada,,\n\"Babbage, Charles\",8,,cb,,EX\n\"Young, Cay\",9,,cay,,\n");
  const Ran ran = batch();
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(scores().at("7"), "5");
  EXPECT_THAT(ran.out, HasSubstr("Graded: hw-2.zip/a1-gates/ (upload 1001, the newest of these)."));
  EXPECT_THAT(ran.out, HasSubstr("Babbage, Charles (babbagecharles_8): empty"));
  EXPECT_THAT(ran.out, HasSubstr("read it yourself"));
  const Ran exported = run_grader({"grades", path("grades"), "--as", "canvas"});
  EXPECT_EQ(exported.exit_code, 0);
  EXPECT_THAT(exported.out, HasSubstr("Possible,,,,,100\r\n\"Lovelace, Ada\",7,,ada,,100\r\n"));
  EXPECT_THAT(exported.out, HasSubstr("\"Babbage, Charles\",8,,cb,,EX\r\n"));
  EXPECT_THAT(exported.err, HasSubstr("Canvas has 100 points for a1-gates (1), and a1-gates has 5"));
  EXPECT_THAT(exported.err, HasSubstr("left excused (EX): Babbage, Charles."));
  const Ran kept = run_grader({"grades", path("grades"), "--as", "canvas", "--keep-points"});
  EXPECT_THAT(kept.out, HasSubstr("\"Lovelace, Ada\",7,,ada,,5\r\n"));
}

TEST_F(SmallClass, AnotherClassDoesNotReplaceThisOne) {
  ASSERT_EQ(batch().exit_code, 0);
  const std::string before = read_file(path("grades/grades.csv"));
  fs::remove_all(path("class"));
  hand_in("dan/relu.cpp", right_);
  folder_.write("roster.csv", "id\ndan\n");
  const Ran refused = batch();
  EXPECT_EQ(refused.exit_code, 2) << refused.out;
  EXPECT_THAT(refused.err, HasSubstr("of the 2 submissions that it has, 2 are not in"));
  EXPECT_THAT(refused.err, HasSubstr("--replace-class"));
  EXPECT_EQ(read_file(path("grades/grades.csv")), before);
  EXPECT_TRUE(fs::exists(path("grades/reports/ada.html")));
  EXPECT_EQ(batch({"--replace-class"}).exit_code, 0);
  EXPECT_FALSE(fs::exists(path("grades/reports/ada.html")));
  EXPECT_EQ(scores().at("dan"), "5");
}

TEST_F(SmallClass, WithdrawnReportsGo) {
  ASSERT_EQ(batch().exit_code, 0);
  ASSERT_TRUE(fs::exists(path("grades/reports/bob.html")));
  fs::remove_all(path("class/bob"));
  const Ran ran = batch();
  EXPECT_THAT(ran.out, HasSubstr("No longer among the submissions, so without a report: 1\n  bob"));
  EXPECT_FALSE(fs::exists(path("grades/reports/bob.json")));
  EXPECT_FALSE(fs::exists(path("grades/reports/bob.html")));
  EXPECT_EQ(scores().at("bob"), "");
}

TEST_F(SmallClass, WithoutNamesThereIsASecondPage) {
  ASSERT_EQ(batch({"--anonymous"}).exit_code, 0);
  const std::string page = read_file(path("grades/anonymous.html"));
  EXPECT_THAT(page, HasSubstr("Submission 2"));
  for (const char* name : {"Ada", "ada", "Bob", "bob", "Cay"}) EXPECT_THAT(page, Not(HasSubstr(name)));
}

TEST_F(SmallClass, BadInputSaysTheRowAndChangesNothing) {
  ASSERT_EQ(batch().exit_code, 0);
  const std::string before = read_file(path("grades/grades.csv"));
  const auto complaint = [&](const Ran& ran) {
    EXPECT_EQ(ran.exit_code, 2) << ran.out;
    EXPECT_EQ(read_file(path("grades/grades.csv")), before);
    return ran.err;
  };
  override_points("zoe,relu,1,r,T\n");
  EXPECT_THAT(complaint(batch()), HasSubstr("overrides.csv, row 2: nobody in this class is \"zoe\"."));
  fs::remove(path("grades/overrides.csv"));
  folder_.write("roster.csv", "id,name\nada,Ada\nada,Bob\n");
  EXPECT_THAT(complaint(batch()), HasSubstr("roster.csv, row 3: the id ada is that of row 2 too."));
  folder_.write("roster.csv", "id,ID\n1,2\n");
  EXPECT_THAT(complaint(batch()), HasSubstr("roster.csv, row 1: two columns are called ID."));
  fs::remove(path("roster.csv"));
  EXPECT_THAT(complaint(batch()), HasSubstr("roster.csv"));
  EXPECT_THAT(complaint(run_grader({"grades", path("class"), "--as", "canvas"})),
              HasSubstr("has no grades of a batch"));
  for (const char* platform : {"moodle", "gradescope"}) {
    EXPECT_THAT(complaint(run_grader({"grades", path("grades"), "--as", platform, "--column", "Foo"})),
                HasSubstr("--column names the assignment's column of Canvas or Blackboard"));
  }
  EXPECT_THAT(
      complaint(run_grader({"grades", path("grades"), "--as", "canvas", "--feedback", path("f.zip")})),
      HasSubstr("--as moodle"));
}

}  // namespace
}  // namespace grader
