#include "grader/batch/csv_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/base/input_error.hpp"

namespace grader {
namespace {

using ::testing::ElementsAre;

std::string csv_complaint(std::string_view text) {
  try {
    parse_csv(text, "roster.csv");
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

TEST(CsvTable, ReadsWhatSpreadsheetsWrite) {
  const CsvTable table =
      parse_csv("\xEF\xBB\xBFName,Id\r\n\"Lovelace, Ada\",7\r\n\r\n \"\"\"x\"\"\n ,\"two\nlines \"\r\nBob",
                "roster.csv");
  EXPECT_THAT(table.header, ElementsAre("Name", "Id"));
  ASSERT_EQ(table.rows.size(), 4u);
  EXPECT_THAT(table.rows[0].fields, ElementsAre("Lovelace, Ada", "7"));
  EXPECT_EQ(table.rows[0].number, 2u);
  EXPECT_EQ(table.rows[1].number, 4u);  // a spreadsheet counts the empty row
  EXPECT_THAT(table.rows[2].fields, ElementsAre("", "two\nlines"));
  EXPECT_THAT(table.rows[3].fields, ElementsAre("Bob", ""));
  EXPECT_EQ(table.column({"identifier", "id"}), 1u);
  EXPECT_EQ(table.column({"email"}), std::nullopt);
}

TEST(CsvTable, FindsTheSeparator) {
  EXPECT_THAT(parse_csv("a;b,c;d\n1;2;3\n", "x").rows[0].fields, ElementsAre("1", "2", "3"));
  EXPECT_THAT(parse_csv("a\tb\n1\t2,3\n", "x").rows[0].fields, ElementsAre("1", "2,3"));
  EXPECT_THAT(parse_csv("\"a,b,c\";d\n1;2\n", "x").rows[0].fields, ElementsAre("1", "2"));
  EXPECT_THAT(parse_csv("name\nAda\n", "x").rows[0].fields, ElementsAre("Ada"));
}

TEST(CsvTable, ComplaintsNameTheRow) {
  EXPECT_EQ(csv_complaint("a,b\n1,2\n\"3,4\n5,6\n"),
            "roster.csv, row 3: a quotation mark is opened here and never closed.");
  EXPECT_EQ(csv_complaint("a,b\n\"1\"2,3\n"), "roster.csv, row 2: text follows a closing quotation mark.");
  EXPECT_EQ(csv_complaint("a,b\n1,2\n\n1,2,3\n"),
            "roster.csv, row 4: it has 3 fields, and the header has 2.");
  EXPECT_EQ(csv_complaint("Email,x,email\n1,2,3\n"),
            "roster.csv, row 1: two columns are called email. The first row has to be a header.");
  EXPECT_EQ(csv_complaint("a\xff,b\n"), "roster.csv is not a CSV file in UTF-8.");
  EXPECT_EQ(csv_complaint(std::string("a\0b", 3)), "roster.csv is not a CSV file in UTF-8.");
  EXPECT_EQ(csv_complaint(" \r\n\n"),
            "roster.csv is empty: a header and a row for each student are expected.");
}

TEST(CsvTable, EmptyFieldsAtTheEndOfARowAreNoTrouble) {
  EXPECT_THAT(parse_csv("a,b\n1,2,,,\n3\n", "x").rows[1].fields, ElementsAre("3", ""));
}

}  // namespace
}  // namespace grader
