#include "grader/base/json_reader.hpp"

#include <gtest/gtest.h>

#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"

namespace grader {
namespace {

std::string parse_error(std::string_view text) {
  try {
    parse_json(text, "f.json");
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

template <class Read>
std::string read_error(const Json& document, Read read) {
  try {
    read(JsonReader(document, "f.json"));
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

TEST(ParseJson, SaysWhereTheTextIsWrong) {
  EXPECT_EQ(parse_error("{\n  \"a\": 1,\n  oops\n}"), "f.json: not valid JSON at line 3, column 3.");
  EXPECT_EQ(parse_error(""), "f.json: not valid JSON at line 1, column 1.");
  EXPECT_EQ(parse_error("{\"a\": NaN}"), "f.json: not valid JSON at line 1, column 7.");
  EXPECT_EQ(parse_error("[1e999]"), "f.json: holds a number too large for a double.");
  EXPECT_EQ(parse_error(std::string(100000, '[')), "f.json: nested deeper than 64 levels.");
}

TEST(JsonReader, NamesThePlaceAndWhatIsThere) {
  const Json document = {{"a", {1, {{"b", "text"}}}}, {"x/y~", nullptr}};
  EXPECT_EQ(read_error(document, [](const JsonReader& r) { r["a"].elements()[1]["b"].number(); }),
            "f.json: /a/1/b is a string, expected a number.");
  EXPECT_EQ(read_error(document, [](const JsonReader& r) { r["x/y~"].string(); }),
            "f.json: /x~1y~0 is null, expected a string.");
  EXPECT_EQ(read_error(document, [](const JsonReader& r) { r["missing"]; }),
            "f.json: the document lacks \"missing\".");
  EXPECT_EQ(read_error(document, [](const JsonReader& r) { r["a"]["b"]; }),
            "f.json: /a is an array, expected an object.");
  EXPECT_EQ(read_error(document, [](const JsonReader& r) { r.elements(); }),
            "f.json: the document is an object, expected an array.");
  EXPECT_EQ(read_error(document, [](const JsonReader& r) { r.expect_object({"a"}); }),
            "f.json: /x~1y~0 is not a member that belongs here.");
}

TEST(JsonReader, IntegersAreWholeAndInRange) {
  const auto integer = [](const JsonReader& r) { r.integer(100); };
  EXPECT_EQ(read_error(100, integer), "no error");
  EXPECT_EQ(read_error(101, integer), "f.json: the document is 101, expected an integer from 0 to 100.");
  EXPECT_EQ(read_error(-1, integer), "f.json: the document is -1, expected an integer from 0 to 100.");
  EXPECT_EQ(read_error(1.5, integer), "f.json: the document is 1.5, expected an integer from 0 to 100.");
  EXPECT_EQ(read_error("1", integer), "f.json: the document is a string, expected an integer.");
}

}  // namespace
}  // namespace grader
