#include "grader/batch/match_roster.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "grader/base/strings.hpp"
#include "grader/batch/comparable_name.hpp"

namespace grader {

namespace {

constexpr std::size_t kShortestWord = 3;  // "a1" is in the names of most submissions

bool is_of_a_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Returns the words of a name in alphabetical order.
std::multiset<std::string> words_of(const std::string& text) {
  const std::vector<std::string> words = words_of_name(text);
  return {words.begin(), words.end()};
}

bool has_as_word(const std::string& text, const std::string& key) {
  for (std::size_t at = text.find(key); at != std::string::npos; at = text.find(key, at + 1)) {
    const std::size_t end = at + key.size();
    const bool begins = at == 0 || !is_of_a_word(text[at - 1]);
    if (begins && (end == text.size() || !is_of_a_word(text[end]))) return true;
  }
  return false;
}

// Returns the number at the end of "Participant 12". Its word depends on the language of the Moodle.
std::string number_at_end(const std::string& text) {
  const std::size_t last = text.find_last_not_of("0123456789");
  return last == std::string::npos ? text : text.substr(last + 1);
}

class RosterMatcher {
 public:
  explicit RosterMatcher(const Roster& roster) : roster_(roster) {}

  // Returns the positions in the roster of those who fit.
  std::vector<std::size_t> fitting(const Student& known, const Submission& submission) const {
    const bool named_by_a_system = known.id != submission.id;
    if (roster_.kind == RosterKind::moodle && named_by_a_system) {
      const std::string number = number_at_end(known.id);
      return all_where([&](const Student& student) { return number_at_end(student.id) == number; });
    }
    if (roster_.kind == RosterKind::canvas && named_by_a_system)
      return all_where([&](const Student& student) { return student.id == known.id; });
    for (const auto key : {&Student::id, &Student::email, &Student::login, &Student::sis_id}) {
      const auto equal = all_where([&](const Student& student) { return is_one_of(student.*key, known); });
      if (!equal.empty()) return equal;
    }
    const auto words = words_of(known.name.empty() ? submission.id : known.name);
    const auto same_name =
        all_where([&](const Student& student) { return !words.empty() && words_of(student.name) == words; });
    if (!same_name.empty() || named_by_a_system) return same_name;
    return within_name(comparable(submission.id));
  }

 private:
  template <class Fits>
  std::vector<std::size_t> all_where(const Fits& fits) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < roster_.students.size(); ++i) {
      if (fits(roster_.students[i].student)) found.push_back(i);
    }
    return found;
  }

  static bool is_one_of(const std::string& key, const Student& known) {
    return !key.empty() && (comparable(key) == comparable(known.id) ||
                            (!known.email.empty() && comparable(key) == comparable(known.email)));
  }

  // Of two keys in one name, the one that holds the other counts: "ann_lee" is not from "ann".
  std::vector<std::size_t> within_name(const std::string& name) const {
    std::vector<std::pair<std::string, std::size_t>> found;
    for (std::size_t i = 0; i < roster_.students.size(); ++i) {
      const Student& student = roster_.students[i].student;
      std::string best;
      for (const std::string& key : {student.email, student.id, student.login, student.sis_id}) {
        if (key.size() >= std::max(kShortestWord, best.size() + 1) && has_as_word(name, comparable(key)))
          best = comparable(key);
      }
      if (!best.empty()) found.emplace_back(best, i);
    }
    std::vector<std::size_t> result;
    for (const auto& [key, position] : found) {
      const bool is_part = std::ranges::any_of(found, [&key = key](const auto& other) {
        return other.first != key && other.first.find(key) != std::string::npos;
      });
      if (!is_part) result.push_back(position);
    }
    if (!result.empty()) return result;
    const auto words = words_of(name);
    return all_where([&](const Student& student) {
      const auto own = words_of(student.name);
      return own.size() > 1 && std::ranges::includes(words, own);
    });
  }

  const Roster& roster_;
};

std::string label_of(const Student& student) {
  return student.name.empty() ? student.id : fmt::format("{} ({})", student.name, student.id);
}

std::string words_for(std::vector<std::string> names) {
  const std::string last = std::move(names.back());
  names.pop_back();
  return names.empty() ? last : join(names) + " and " + last;
}

Student merged(const Student& from_roster, const Student& from_name) {
  Student student = from_roster;
  if (!from_name.submitted_at.empty()) student.submitted_at = from_name.submitted_at;
  if (!from_name.late.empty()) student.late = from_name.late;
  return student;
}

void make_nobodys(Submission& submission, const std::string& why) {
  submission.nobodys = why;
  submission.students = {{.id = submission.id, .name = {}, .email = {}}};
}

}  // namespace

Matched match_roster(std::vector<Submission> submissions, const Roster& roster) {
  const RosterMatcher matcher(roster);
  std::map<std::size_t, std::vector<std::size_t>> claims;  // from students to submissions
  for (std::size_t s = 0; s < submissions.size(); ++s) {
    Submission& submission = submissions[s];
    if (submission.form == Submission::Form::left_alone) continue;
    for (Student& student : submission.students) {
      const std::vector<std::size_t> fitting = matcher.fitting(student, submission);
      if (fitting.size() == 1) {
        claims[fitting[0]].push_back(s);
        student = merged(roster.students[fitting[0]].student, student);
        continue;
      }
      std::vector<std::string> names;
      for (const std::size_t each : fitting) names.push_back(label_of(roster.students[each].student));
      make_nobodys(submission,
                   fitting.empty()
                       ? fmt::format("Nobody in {} fits the name {}.", roster.file, submission.id)
                       : fmt::format("The name {} fits {} in {}: give it a name that fits only one.",
                                     submission.id, words_for(names), roster.file));
      break;
    }
  }
  Matched matched;
  for (std::size_t i = 0; i < roster.students.size(); ++i) {
    const Student& student = roster.students[i].student;
    std::erase_if(claims[i], [&](std::size_t s) { return !submissions[s].nobodys.empty(); });
    if (claims[i].size() == 1) continue;
    if (claims[i].empty()) {
      matched.absent.push_back({student});
      continue;
    }
    std::vector<std::string> ids;
    for (const std::size_t s : claims[i]) ids.push_back(submissions[s].id);
    const std::string why = fmt::format(
        "{} are from {}, and no mark of a system says which is the newest: remove "
        "all but one.",
        words_for(ids), label_of(student));
    matched.absent.push_back({student, BatchStatus::ambiguous, why});
    for (const std::size_t s : claims[i]) make_nobodys(submissions[s], why);
  }
  matched.submissions = std::move(submissions);
  return matched;
}

}  // namespace grader
