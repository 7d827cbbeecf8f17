#include "grader/batch/roster.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/text.hpp"
#include "grader/batch/comparable_name.hpp"
#include "grader/batch/csv_table.hpp"
#include "grader/batch/moodle_worksheet.hpp"
#include "grader/submission/names.hpp"
#include "grader/submission/text_encoding.hpp"

namespace grader {

namespace {

using Column = std::optional<std::size_t>;

constexpr std::string_view kPointsPossible = "Points Possible";  // Canvas's row of maxima

// What systems call the same thing, the most telling name first. The names are from the systems' own files:
// Canvas's lib/gradebook_importer.rb, Moodle's mod/assign/gradingtable.php, Gradescope's "Download Grades",
// Blackboard's "Work Offline".
struct RosterColumns {
  explicit RosterColumns(const CsvTable& table)
      : id(table.column({"identifier", "id", "sid", "student id", "student_id", "id number"})),
        name(table.column({"student", "full name", "name", "student name"})),
        first_name(table.column({"first name", "first_name", "firstname"})),
        last_name(table.column({"last name", "last_name", "lastname", "surname"})),
        email(table.column({"email address", "email", "e-mail", "e-mail address"})),
        login(table.column({"sis login id", "username", "user name", "login", "github_username"})),
        sis_id(table.column({"sis user id", "id number", "student id", "sid"})),
        section(table.column({"section", "sections", "section name"})),
        status(table.column({"status"})),
        submitted_at(table.column({"last modified (submission)"})) {}

  // A worksheet's columns are known in any language.
  void take(const MoodleWorksheet& worksheet) {
    id = worksheet.identifier;
    for (const auto& [own, its] :
         {std::pair(&name, worksheet.name), std::pair(&email, worksheet.email),
          std::pair(&status, worksheet.status), std::pair(&submitted_at, worksheet.submitted)}) {
      if (its) *own = its;
    }
  }

  Column id, name, first_name, last_name, email, login, sis_id, section, status, submitted_at;
};

std::optional<MoodleWorksheet> worksheet_in(const CsvTable& table) {
  std::vector<std::vector<std::string>> rows;
  for (const CsvTable::Row& row : table.rows) rows.push_back(row.fields);
  return moodle_worksheet(table.header, rows);
}

RosterKind kind_of(const CsvTable& table, bool is_worksheet) {
  if (table.column({"student"}) && table.column({"id"}) && table.column({"section"}))
    return RosterKind::canvas;
  if (is_worksheet) return RosterKind::moodle;
  if (table.column({"username"}) && table.column({"last name"}) && table.column({"first name"}))
    return RosterKind::blackboard;
  return RosterKind::plain;
}

std::string field(const CsvTable::Row& row, const Column& column) {
  return column ? row.fields[*column] : std::string();
}

// Moodle says "Submitted for grading - 2 hours late", in the language of the site: only English is known.
std::string lateness(const std::string& status) {
  const std::string words = lower_case(status);
  if (words.ends_with(" late") || words.find(" late -") != std::string::npos) return "yes";
  return words.starts_with("submitted") ? "no" : "";
}

Student student_of(const CsvTable::Row& row, const RosterColumns& columns, RosterKind kind) {
  Student student{.id = field(row, columns.id),
                  .name = field(row, columns.name),
                  .email = field(row, columns.email),
                  .login = field(row, columns.login),
                  .sis_id = field(row, columns.sis_id),
                  .section = field(row, columns.section),
                  .first_name = field(row, columns.first_name),
                  .last_name = field(row, columns.last_name)};
  if (student.name.empty()) {
    student.name = student.first_name;
    if (!student.name.empty() && !student.last_name.empty()) student.name += ' ';
    student.name += student.last_name;
  }
  if (kind == RosterKind::blackboard) student.id = student.login;  // downloads are named after it
  for (const std::string& other : {student.login, student.email, student.sis_id}) {
    if (student.id.empty()) student.id = other;
  }
  if (kind == RosterKind::moodle) {
    student.late = lateness(field(row, columns.status));
    student.submitted_at = field(row, columns.submitted_at);
    if (student.submitted_at == "-") student.submitted_at.clear();
  }
  return student;
}

bool is_no_student(const CsvTable::Row& row, const Student& student, RosterKind kind) {
  if (kind != RosterKind::canvas) return false;
  const auto says_nothing = [](const std::string& text) {
    return text.empty() || lower_case(text).starts_with("manual posting") || lower_case(text) == "muted";
  };
  return student.name.starts_with(kPointsPossible) || student.name == "Student, Test" ||
         std::ranges::all_of(row.fields, says_nothing);
}

// Keeps two students from sharing what tells them apart.
class Distinct {
 public:
  void add(const CsvTable& table, const CsvTable::Row& row, const Student& student) {
    const std::array<std::pair<const char*, const std::string*>, 3> keys = {
        {{"id", &student.id}, {"e-mail address", &student.email}, {"login", &student.login}}};
    for (const auto& [what, key] : keys) {
      if (key->empty()) continue;
      const auto [earlier, is_new] = rows_.try_emplace({what, comparable(*key)}, row.number);
      if (!is_new)
        table.fail(row,
                   fmt::format("the {} {} is that of row {} too", what, clean(*key, 80), earlier->second));
    }
  }

 private:
  std::map<std::pair<std::string, std::string>, std::size_t> rows_;
};

}  // namespace

Roster read_roster(const std::filesystem::path& file) {
  const std::string bytes = read_file(file);
  const CsvTable table = parse_csv(from_utf16(bytes).value_or(bytes), file.filename().string());
  RosterColumns columns(table);
  const auto worksheet = worksheet_in(table);
  if (worksheet) columns.take(*worksheet);
  if (!columns.id && !columns.email && !columns.login)
    throw InputError(table.what +
                     ", row 1: no column is called id, email or login, so no student can be told. The first "
                     "row has to be a header, such as name,id.");
  Roster roster{.kind = kind_of(table, worksheet.has_value()),
                .file = table.what,
                .header = table.header,
                .points_possible = {},
                .students = {}};
  Distinct distinct;
  for (const CsvTable::Row& row : table.rows) {
    Student student = student_of(row, columns, roster.kind);
    if (roster.kind == RosterKind::canvas && student.name.starts_with(kPointsPossible))
      roster.points_possible = row.fields;
    if (is_no_student(row, student, roster.kind)) continue;
    if (student.id.empty()) table.fail(row, "it has neither an id nor an e-mail address nor a login");
    distinct.add(table, row, student);
    roster.students.push_back({std::move(student), row.fields});
  }
  if (roster.students.empty()) throw InputError(table.what + " names no student.");
  return roster;
}

}  // namespace grader
