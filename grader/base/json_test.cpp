#include "grader/base/json.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace grader {
namespace {

TEST(Json, AListOfNamedValuesIsAnObjectAndAnyOtherAnArray) {
  EXPECT_TRUE((Json{{"a", 1}, {"b", {{"c", nullptr}}}}).is_object());
  EXPECT_TRUE((Json{{"a", 1}, 2}).is_array());
  EXPECT_TRUE((Json{"a", "b"}).is_array());
  EXPECT_TRUE(Json::array({{"a", 1}}).is_array());
  EXPECT_TRUE(Json().is_null());
}

TEST(Json, TextKeepsTheOrderOfMembersAndTheKindOfNumbers) {
  const Json json = {
      {"z", 1}, {"a", -1}, {"m", {1.0, 0.1, true, nullptr, "\u00e9\n"}}, {"e", Json::object()}};
  const std::string text = R"({"z":1,"a":-1,"m":[1.0,0.1,true,null,"é\n"],"e":{}})";
  EXPECT_EQ(json.dump(), text);
  EXPECT_EQ(parse_json(text).dump(), text);
  EXPECT_EQ(parse_json(json.dump(2)), json);
  EXPECT_EQ(Json("\u00e9").dump({.ascii = true}), R"("\u00e9")");
}

TEST(Json, WhatIsNoNumberInJsonIsNull) {
  EXPECT_EQ(Json(std::numeric_limits<double>::quiet_NaN()).dump(), "null");
  EXPECT_EQ(Json(-std::numeric_limits<double>::infinity()).dump(), "null");
}

TEST(Json, BytesThatAreNotUtf8AreRefusedOrReplaced) {
  EXPECT_THROW(Json("a\xFF").dump(), Json::Error);
  EXPECT_EQ(Json("a\xFF").dump({.replace_bad_utf8 = true}), "\"a\uFFFD\"");
}

TEST(Json, NumbersAreEqualByValueAndObjectsWhateverTheirOrder) {
  EXPECT_EQ(Json(3), Json(3.0));
  EXPECT_NE(Json(3), Json(3.5));
  EXPECT_NE(Json(-1), Json(std::numeric_limits<std::uint64_t>::max()));
  EXPECT_EQ((Json{{"a", 1}, {"b", 2}}), (Json{{"b", 2}, {"a", 1}}));
  EXPECT_NE((Json{{"a", 1}, {"b", 2}}), (Json{{"a", 1}, {"c", 2}}));
  EXPECT_NE((Json{1, 2}), (Json{2, 1}));
  EXPECT_NE(Json("1"), Json(1));
}

TEST(Json, GivesValuesOfTheirTypeOnly) {
  const Json json = {{"n", 3}, {"minus", -3}, {"half", 0.5}, {"big", 1e300}, {"list", {1, 2}}, {"text", "x"}};
  EXPECT_EQ(json["n"].get<int>(), 3);
  EXPECT_EQ(json["n"].get<double>(), 3.0);
  EXPECT_EQ(json["minus"].get<std::int64_t>(), -3);
  EXPECT_EQ(json["list"].get<std::vector<int>>(), (std::vector{1, 2}));
  EXPECT_EQ((Json{{"a", 1.5}}.get<std::map<std::string, double>>().at("a")), 1.5);
  EXPECT_THROW(json["minus"].get<std::size_t>(), Json::Error);
  EXPECT_THROW(json["half"].get<int>(), Json::Error);
  EXPECT_THROW(json["big"].get<std::int64_t>(), Json::Error);
  EXPECT_THROW(Json(300).get<unsigned char>(), Json::Error);
  EXPECT_THROW(json["text"].get<double>(), Json::Error);
  EXPECT_THROW(json["n"].string(), Json::Error);
  EXPECT_THROW(json["n"].get<bool>(), Json::Error);
}

TEST(Json, ReachesMembersAndElements) {
  Json json;
  json["a"]["b"] = 1;
  json["list"].push_back("x");
  EXPECT_EQ(json.dump(), R"({"a":{"b":1},"list":["x"]})");
  EXPECT_EQ(json["list"][0], "x");
  EXPECT_TRUE(json.contains("a"));
  EXPECT_EQ(json.find("none"), nullptr);
  EXPECT_EQ(Json(1).find("a"), nullptr);
  EXPECT_THROW(json.at("none"), Json::Error);
  EXPECT_THROW(json["list"].at(1), Json::Error);
  EXPECT_THROW(json["list"]["a"], Json::Error);
  json.erase("a");
  EXPECT_EQ(json.size(), 1u);
}

TEST(ParseJson, OfMembersOfTheSameNameTheLastOneCounts) {
  EXPECT_EQ(parse_json(R"({"a":1,"b":2,"a":3,"c":4,"b":5})").dump(), R"({"a":3,"b":5,"c":4})");
}

TEST(ParseJson, SaysWhatIsWrongAndWhere) {
  const auto error = [](const std::string& text) {
    try {
      parse_json(text);
    } catch (const JsonSyntaxError& caught) {
      return std::pair{caught.kind, caught.offset};
    }
    return std::pair{JsonSyntaxError::Kind::syntax, std::size_t{999}};
  };
  using enum JsonSyntaxError::Kind;
  EXPECT_EQ(error(R"({"a":1,})"), (std::pair{syntax, std::size_t{7}}));
  EXPECT_EQ(error("1e999").first, number_too_large);
  EXPECT_EQ(error(std::string(64, '[') + std::string(64, ']')).second, 999u);
  EXPECT_EQ(error(std::string(65, '[') + std::string(65, ']')).first, too_deep);
  EXPECT_EQ(error(std::string(1000000, '[')).first, too_deep);
  EXPECT_FALSE(parse_json_if_valid("[1,"));
  EXPECT_TRUE(parse_json_if_valid("[1]"));
}

TEST(ParseMsgpack, IsTheWayBack) {
  const Json json = {{"data", Json::binary({0, 255})}, {"n", -7}, {"list", {1, 2.5, "x", nullptr, true}}};
  const Json::Binary bytes = json.to_msgpack();
  EXPECT_EQ(parse_msgpack(std::as_bytes(std::span(bytes)), {.depth = 2, .values = 10}), json);
}

TEST(ParseMsgpack, RefusesMoreThanTheLimits) {
  const auto parses = [](const Json& json, const MsgpackLimits& limits) {
    const Json::Binary bytes = json.to_msgpack();
    try {
      parse_msgpack(std::as_bytes(std::span(bytes)), limits);
    } catch (const JsonSyntaxError&) {
      return false;
    }
    return true;
  };
  EXPECT_TRUE(parses({{1}}, {.depth = 2, .values = 3}));
  EXPECT_FALSE(parses({{1}}, {.depth = 1, .values = 3}));
  EXPECT_FALSE(parses({{1}}, {.depth = 2, .values = 2}));
  EXPECT_FALSE(parses(std::vector<int>(1000), {.depth = 2, .values = 100}));
}

}  // namespace
}  // namespace grader
