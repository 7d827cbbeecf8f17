#include "grader/batch/class_list.hpp"

#include <fmt/format.h>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"
#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"
#include "grader/batch/overrides.hpp"
#include "grader/submission/sha256.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

constexpr const char* kClassSchema = "backprop-batch-class/3";

// Returns "a1-gates: 51 of 100 points. affine 12 / 12, tanh 0 / 5. The points of ...".
std::string comment_on(const ClassList& list, const Row& row) {
  if (!row.report && row.overrides.empty()) return {};
  if (!row.report) {
    std::string text = fmt::format("{}: {} of {} points.", list.assignment, format_points(*score_of(row)),
                                   format_points(list.max_score));
    for (const std::string& note : notes_on_overrides(row)) text += ' ' + clean(note, 300);
    return text;
  }
  std::vector<std::string> problems;
  for (const Problem& problem : row.report->problems)
    problems.push_back(fmt::format("{} {} / {}", problem.id, format_points(problem.score),
                                   format_points(problem.max_score)));
  std::string text =
      fmt::format("{}: {} of {} points. {}.", list.assignment, format_points(row.report->score),
                  format_points(row.report->max_score), join(problems));
  for (const std::string& note : notes_on_overrides(row)) text += ' ' + clean(note, 300);
  return text;
}

// What the grader failed at is no grade, unless a person has looked at it. Points that were given by hand are
// no grade while the other problems are not graded yet.
std::optional<double> final_score(const Row& row) {
  if (row.record.status == BatchStatus::not_graded) return std::nullopt;
  if (row.record.status == BatchStatus::grader_error && row.overrides.empty()) return std::nullopt;
  return score_of(row);
}

Json to_json(const Student& student) {
  return {{"id", student.id},
          {"name", student.name},
          {"email", student.email},
          {"login", student.login},
          {"sis_id", student.sis_id},
          {"section", student.section},
          {"late", student.late},
          {"submitted_at", student.submitted_at},
          {"first_name", student.first_name},
          {"last_name", student.last_name}};
}

Student student_from_json(const Json& json) {
  return {.id = json.at("id").string(),
          .name = json.at("name").string(),
          .email = json.at("email").string(),
          .login = json.at("login").string(),
          .sis_id = json.at("sis_id").string(),
          .section = json.at("section").string(),
          .submitted_at = json.at("submitted_at").string(),
          .late = json.at("late").string(),
          .first_name = json.at("first_name").string(),
          .last_name = json.at("last_name").string()};
}

Json to_json(const std::pair<std::string, Override>& given) {
  const auto& [problem, points] = given;
  return {{"problem", problem}, {"points", points.points}, {"reason", points.reason}, {"by", points.by}};
}

std::pair<std::string, Override> override_from_json(const Json& json) {
  return {json.at("problem").string(),
          {json.at("points").get<double>(), json.at("reason").string(), json.at("by").string()}};
}

GradedStudent graded_from_json(const Json& json) {
  GradedStudent graded{.student = student_from_json(json.at("student")),
                       .fields = json.at("fields").get<std::vector<std::string>>(),
                       .submission = json.at("submission").string(),
                       .file_name = json.at("file_name").string(),
                       .feedback_folder = json.at("feedback_folder").string(),
                       .status = batch_status_from_string(json.at("status").string()).value(),
                       .score = {},
                       .comment = json.at("comment").string()};
  if (json.contains("score")) graded.score = json.at("score").get<double>();
  if (graded.status == BatchStatus::not_graded) {
    graded.awaited = json.at("awaited").string();
    for (const Json& given : json.at("overrides").elements())
      graded.overrides.push_back(override_from_json(given));
  }
  return graded;
}

}  // namespace

std::string hash_of_overrides(const GradesFolder& folder) {
  return is_there(folder.overrides()) ? sha256(read_file(folder.overrides())) : std::string();
}

GradedStudent graded_student(const ClassList& list, const Row& row, const Student& student) {
  GradedStudent graded{.student = student,
                       .fields = {},
                       .submission = row.submission.id,
                       .file_name = row.report ? row.submission.file_name : std::string(),
                       .feedback_folder = row.submission.feedback_folder,
                       .status = row.record.status,
                       .score = final_score(row),
                       .comment = comment_on(list, row)};
  if (graded.status == BatchStatus::not_graded) {
    graded.file_name = row.submission.file_name;
    graded.awaited = row.record.fingerprint;
    graded.overrides = row.overrides;
  }
  return graded;
}

ClassList class_list(const Assignment& assignment, const std::vector<Row>& rows,
                     const std::optional<Roster>& roster, const std::string& overrides,
                     std::int64_t generation) {
  ClassList list{.assignment = assignment.id,
                 .title = assignment.title.empty() ? assignment.id : assignment.title,
                 .max_score = assignment.max_points(),
                 .header = {},
                 .points_possible = {},
                 .students = {},
                 .nobodys = {},
                 .overrides = overrides,
                 .generation = generation};
  std::map<std::string, GradedStudent> by_id;
  for (const Row& row : rows) {
    if (row.record.status == BatchStatus::left_alone) continue;
    if (!row.submission.nobodys.empty()) {
      list.nobodys.push_back(row.submission.id);
      continue;
    }
    for (const Student& student : row.submission.students) {
      GradedStudent graded = graded_student(list, row, student);
      if (roster) {
        by_id.insert_or_assign(student.id, std::move(graded));
      } else {
        list.students.push_back(std::move(graded));
      }
    }
  }
  if (!roster) return list;
  list.roster = roster->kind;
  list.header = roster->header;
  list.points_possible = roster->points_possible;
  for (const RosterStudent& each : roster->students) {
    GradedStudent graded = std::move(by_id.at(each.student.id));
    graded.fields = each.fields;
    list.students.push_back(std::move(graded));
  }
  return list;
}

void write_class_list(const fs::path& file, const ClassList& list) {
  Json json = {{"schema", kClassSchema},
               {"assignment", list.assignment},
               {"title", list.title},
               {"max_score", list.max_score},
               {"roster", static_cast<int>(list.roster)},
               {"header", list.header},
               {"points_possible", list.points_possible},
               {"nobodys", list.nobodys},
               {"overrides", list.overrides},
               {"generation", list.generation},
               {"students", Json::array()}};
  for (const GradedStudent& each : list.students) {
    Json graded = {{"student", to_json(each.student)},
                   {"fields", each.fields},
                   {"submission", each.submission},
                   {"file_name", each.file_name},
                   {"feedback_folder", each.feedback_folder},
                   {"status", to_string(each.status)},
                   {"comment", each.comment}};
    if (each.score) graded["score"] = *each.score;
    if (each.status == BatchStatus::not_graded) {
      graded["awaited"] = each.awaited;
      graded["overrides"] = Json::array();
      for (const auto& given : each.overrides) graded["overrides"].push_back(to_json(given));
    }
    json["students"].push_back(std::move(graded));
  }
  write_atomically(file, json.dump({.indent = 1, .replace_bad_utf8 = true}) + '\n');
}

namespace {

ClassList parse_class_list(const fs::path& file) {
  ClassList list;
  try {
    const Json json = parse_json(read_file(file));
    if (json.at("schema") != kClassSchema) throw std::runtime_error("another schema");
    list.assignment = json.at("assignment").string();
    list.title = json.at("title").string();
    list.max_score = json.at("max_score").get<double>();
    list.roster = static_cast<RosterKind>(json.at("roster").get<int>());
    list.header = json.at("header").get<std::vector<std::string>>();
    list.points_possible = json.at("points_possible").get<std::vector<std::string>>();
    list.nobodys = json.at("nobodys").get<std::vector<std::string>>();
    list.overrides = json.at("overrides").string();
    list.generation = json.at("generation").get<std::int64_t>();
    for (const Json& each : json.at("students").elements()) list.students.push_back(graded_from_json(each));
  } catch (const std::exception& error) {
    throw InputError(file.string() + " is damaged (" + error.what() + "): run the batch again.");
  }
  return list;
}

}  // namespace

std::optional<ClassList> last_class_list(const GradesFolder& folder) {
  if (!is_there(folder.class_list())) return std::nullopt;
  try {
    return parse_class_list(folder.class_list());
  } catch (const InputError&) {
    return std::nullopt;
  }
}

ClassList read_class_list(const GradesFolder& folder) {
  if (!is_there(folder.class_list()))
    throw InputError(folder.root().string() +
                     " has no grades of a batch: give the folder of `grader batch --out`.");
  ClassList list = parse_class_list(folder.class_list());
  if (hash_of_overrides(folder) != list.overrides)
    throw InputError("overrides.csv has changed since the last batch: run the batch again first.");
  return list;
}

}  // namespace grader
