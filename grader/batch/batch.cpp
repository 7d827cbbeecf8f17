#include "grader/batch/batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/numbers.hpp"
#include "grader/base/text.hpp"
#include "grader/batch/class_list.hpp"
#include "grader/batch/discover.hpp"
#include "grader/batch/fingerprint.hpp"
#include "grader/batch/gradebook.hpp"
#include "grader/batch/match_roster.hpp"
#include "grader/batch/overrides.hpp"
#include "grader/batch/roster.hpp"
#include "grader/batch/run_state.hpp"
#include "grader/batch/same_class.hpp"
#include "grader/report/json.hpp"
#include "grader/submission/sha256.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

// Refuses a grades folder among the submissions: the next run would take it for a submission.
void require_apart(const fs::path& grades, const fs::path& submissions) {
  std::error_code error;
  const fs::path inner = fs::weakly_canonical(grades, error);
  if (error) throw InputError("--out " + grades.string() + " cannot be reached: " + error.message() + ".");
  const fs::path outer = fs::weakly_canonical(submissions, error);
  if (error) return;  // reading the submissions says what is wrong
  const auto [rest, end] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  if (rest == outer.end() || rest->empty()) {
    throw InputError("--out " + grades.string() +
                     " lies in the folder of submissions: choose one beside it.");
  }
}

class Batch {
 public:
  Batch(const BatchOptions& options, Engine& engine)
      : options_(options), engine_(engine), folder_(fs::absolute(options.grades).lexically_normal()) {}

  BatchResult run() {
    BatchResult result;
    result.assignment = load_assignment(options_.assignment);
    require_apart(options_.grades, options_.submissions);
    read_class();
    const std::string overrides = hash_of_overrides(folder_);
    read_overrides(folder_.overrides(), result.assignment, rows_);
    folder_.prepare();
    const UniqueFd lock = lock_folder(folder_);
    if (!options_.replace_class && last_run(folder_).assignment == result.assignment.id)
      require_same_class(folder_, rows_, roster_, options_.submissions);
    plan_.assignment = fs::absolute(options_.assignment).lexically_normal();
    plan_.take_similar = options_.take_similar;
    plan_.conditions =
        conditions_fingerprint(plan_.assignment, {options_.isolation, options_.seed, options_.take_similar});
    const RunState state = begin_run(folder_, result.assignment.id, plan_.conditions, options_.regrade);
    make_plan(result.assignment, state);
    const std::size_t kept = plan_.tasks.size() - todo_.size();
    write_class_list(folder_.class_list(),
                     class_list(result.assignment, rows_at_start(), roster_, overrides, state.generation));
    options_.started({plan_.tasks.size(), kept, state.conditions_changed});
    if (!todo_.empty()) grade_all();
    finish_rows();
    result.shown = show_reports(folder_, rows_, earlier_reports_);
    write_atomically(folder_.grades(), gradebook(result.assignment, rows_));
    write_class_list(folder_.class_list(),
                     class_list(result.assignment, rows_, roster_, overrides, state.generation));
    result.rows = std::move(rows_);
    result.generation = state.generation;
    result.regrade = state.regrade;
    options_.results(result);
    finish_run(folder_, state);
    return result;
  }

 private:
  bool is_roster(const fs::path& file) const {
    std::error_code ignored;
    return fs::equivalent(file, options_.roster, ignored);
  }

  // Makes a row for each submission, and after these one for each student without a submission.
  void read_class() {
    std::vector<Submission> submissions = discover(fs::absolute(options_.submissions).lexically_normal());
    std::vector<Absent> absent;
    if (!options_.roster.empty()) {
      roster_ = read_roster(options_.roster);
      std::erase_if(submissions, [&](const Submission& each) { return is_roster(each.source); });
      Matched matched = match_roster(std::move(submissions), *roster_);
      submissions = std::move(matched.submissions);
      absent = std::move(matched.absent);
    }
    submissions_ = submissions.size();
    for (Submission& submission : submissions)
      rows_.push_back({.submission = std::move(submission), .record = {}, .report = {}});
    for (const Absent& each : absent) {
      Row row;
      row.submission.students = {each.student};
      row.record.status = each.status;
      row.record.message = each.message;
      rows_.push_back(std::move(row));
    }
  }

  void make_plan(const Assignment& assignment, const RunState& state) {
    plan_.grades = folder_.root();
    plan_.cache = fs::absolute(options_.cache).lexically_normal();
    plan_.isolation = options_.isolation;
    plan_.seed = options_.seed;
    plan_.generation = state.generation;
    plan_.regrade = state.regrade;
    for (std::size_t i = 0; i < submissions_; ++i) {
      const Submission& submission = rows_[i].submission;
      Task task{
          .submission = submission,
          .fingerprint = fingerprint(plan_.conditions, content_fingerprint(submission, assignment.files())),
          .earlier = {}};
      if (const auto known = read_record(folder_.record(submission.file_name))) {
        earlier_reports_[submission.file_name] = known->report_sha256;
        if (is_still_valid(*known, task)) {
          kept_.push_back(plan_.tasks.size());
        } else {
          task.earlier =
              known->generation == plan_.generation ? known->earlier : Earlier{known->status, known->score};
        }
      }
      plan_.tasks.push_back(std::move(task));
    }
    for (std::size_t i = 0, k = 0; i < plan_.tasks.size(); ++i) {
      if (k < kept_.size() && kept_[k] == i) {
        ++k;
      } else {
        todo_.push_back(i);
      }
    }
    write_plan(folder_.plan(), plan_);
  }

  bool is_still_valid(const Record& record, const Task& task) const {
    if (record.fingerprint != task.fingerprint || record.status == BatchStatus::grader_error) return false;
    if (plan_.regrade && record.generation != plan_.generation) return false;
    if (record.report_sha256.empty()) return true;
    const fs::path report = folder_.verdict(task.submission.file_name);
    return fs::is_regular_file(report) && sha256(read_file(report)) == record.report_sha256;
  }

  void grade_all() {
    Work work{.plan = plan_, .plan_file = folder_.plan(), .tasks = todo_, .tick = options_.tick};
    work.ended = [&](std::size_t) { options_.ended(); };
    Failures failures = engine_.run(work);
    work.tasks = without_verdict(todo_, failures);
    if (work.tasks.empty()) return;
    // Try failed tasks once more: the machine may have been short of memory, or a node may have been lost.
    work.ended = [&](std::size_t) { options_.tick(); };
    failures = engine_.run(work);
    for (const std::size_t task : without_verdict(work.tasks, failures)) {
      const auto known = read_record(folder_.record(plan_.tasks[task].submission.file_name));
      const bool says_why = known && known->generation == plan_.generation &&
                            known->fingerprint == plan_.tasks[task].fingerprint && !known->message.empty();
      if (!says_why) record_failure(plan_.tasks[task], failures[task]);
    }
  }

  std::vector<std::size_t> without_verdict(const std::vector<std::size_t>& tasks,
                                           const Failures& failures) const {
    std::vector<std::size_t> result;
    for (const std::size_t task : tasks) {
      const auto known = read_record(folder_.record(plan_.tasks[task].submission.file_name));
      // The submission may have changed after the plan was made. Then the verdict holds for the files at the
      // time of grading.
      const bool is_new = known && known->generation == plan_.generation &&
                          known->status != BatchStatus::grader_error &&
                          (known->fingerprint == plan_.tasks[task].fingerprint || !failures.contains(task));
      if (!is_new) result.push_back(task);
    }
    return result;
  }

  void record_failure(const Task& task, const std::string& why) {
    folder_.remove_verdict(task.submission.file_name);
    write_record(folder_.record(task.submission.file_name),
                 {.id = task.submission.id,
                  .fingerprint = task.fingerprint,
                  .generation = plan_.generation,
                  .status = BatchStatus::grader_error,
                  .message = why.empty() ? "The grader left no verdict." : why,
                  .score = 0,
                  .report_sha256 = {},
                  .earlier = task.earlier});
  }

  // Takes the row's record, and the report with the points given by hand.
  void read_outcome(Row& row) const {
    if (auto record = read_record(folder_.record(row.submission.file_name))) row.record = std::move(*record);
    if (row.record.report_sha256.empty()) return;
    const fs::path file = folder_.verdict(row.submission.file_name);
    row.report = parse_report(read_file(file), file.string());
    apply_overrides(row);
  }

  // Returns the rows as `grader grades` finds them if this run is stopped at once.
  std::vector<Row> rows_at_start() const {
    std::vector<Row> rows = rows_;
    for (const std::size_t kept : kept_) read_outcome(rows[kept]);
    for (const std::size_t task : todo_) {
      const bool is_stray = rows[task].submission.form == Submission::Form::left_alone;
      rows[task].record.status = is_stray ? BatchStatus::left_alone : BatchStatus::not_graded;
      rows[task].record.fingerprint = plan_.tasks[task].fingerprint;
    }
    return rows;
  }

  void finish_rows() {
    for (std::size_t i = 0; i < submissions_; ++i) {
      Row& row = rows_[i];
      row.kept = std::ranges::binary_search(kept_, i);
      read_outcome(row);
      add_to_message(row, row.submission.nobodys);
    }
    for (Row& row : rows_) {
      for (const std::string& note : notes_on_overrides(row)) add_to_message(row, note);
    }
    if (roster_) sort_by_roster();
  }

  static void add_to_message(Row& row, const std::string& sentence) {
    if (sentence.empty()) return;
    if (!row.record.message.empty()) row.record.message += ' ';
    row.record.message += clean(sentence, 500);
  }

  // What fits nobody in the roster comes last, in the order of the names.
  void sort_by_roster() {
    std::map<std::string, std::size_t> places;
    for (const RosterStudent& each : roster_->students) places.try_emplace(each.student.id, places.size());
    const auto place = [&](const Row& row) {
      const auto found = places.find(row.submission.students.front().id);
      return found == places.end() || !row.submission.nobodys.empty() ? places.size() : found->second;
    };
    std::ranges::stable_sort(rows_, {}, place);
  }

  const BatchOptions& options_;
  Engine& engine_;
  GradesFolder folder_;
  std::optional<Roster> roster_;
  std::vector<Row> rows_;
  std::size_t submissions_ = 0;  // the first rows
  std::map<std::string, std::string> earlier_reports_;
  Plan plan_;
  std::vector<std::size_t> kept_;
  std::vector<std::size_t> todo_;
};

}  // namespace

BatchResult run_batch(const BatchOptions& options, Engine& engine) { return Batch(options, engine).run(); }

}  // namespace grader
