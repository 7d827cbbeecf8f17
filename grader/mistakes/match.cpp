#include "grader/mistakes/match.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "grader/checks/comparison.hpp"
#include "grader/checks/contradiction.hpp"
#include "grader/checks/right_answers.hpp"
#include "grader/mistakes/mistake_subject.hpp"

namespace grader {

namespace {

bool same_value(double a, double b, double tolerance) {
  if (std::isfinite(a) && std::isfinite(b)) return std::abs(a - b) <= tolerance;
  return (std::isnan(a) && std::isnan(b)) || a == b;
}

double largest_finite(const Tensor& tensor) {
  double largest = 0.0;
  for (const double value : tensor.values) {
    if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
  }
  return largest;
}

bool same_tensor(const Tensors& a, const Tensors& b, const std::string& name) {
  const auto left = a.find(name);
  const auto right = b.find(name);
  if (left == a.end() || right == b.end()) return left == a.end() && right == b.end();
  const Tensor& x = left->second;
  const Tensor& y = right->second;
  if (x.shape != y.shape || x.values.size() != y.values.size()) return false;
  const double tolerance = Tolerance{}.allowed(std::max(largest_finite(x), largest_finite(y)));
  return std::equal(
      x.values.begin(), x.values.end(), y.values.begin(),
      [&](double left_value, double right_value) { return same_value(left_value, right_value, tolerance); });
}

// Returns whether two answers to one case are equal within the tolerance.
using Same = std::function<bool(const CaseTranscript&, const CaseTranscript&)>;

bool same_in(const Op& op, const CaseTranscript& a, const CaseTranscript& b, const std::string& name) {
  if (op.gradients().empty()) return same_tensor(a.outputs, b.outputs, name);
  return same_tensor(a.b_u, b.b_u, name) && same_tensor(a.b_v, b.b_v, name) &&
         same_tensor(a.b_zero, b.b_zero, name) && same_tensor(a.b_combined, b.b_combined, name);
}

Same same_in_all(const Op& op, std::vector<std::string> names) {
  return [&op, names = std::move(names)](const CaseTranscript& a, const CaseTranscript& b) {
    return std::all_of(names.begin(), names.end(),
                       [&](const std::string& name) { return same_in(op, a, b, name); });
  };
}

// The cases in which a mistake has to give the student's answers.
using Wanted = std::function<bool(const CaseTranscript&)>;

bool all_cases(const CaseTranscript&) { return true; }

Wanted of_probes(const std::vector<std::string>& probes) {
  if (probes.empty()) return all_cases;
  return [&probes](const CaseTranscript& entry) {
    return std::find(probes.begin(), probes.end(), entry.probe) != probes.end();
  };
}

// The first case usually separates two mistakes, so a mistake is asked one case at a time. A mistake with a
// memory must be asked all of them.
bool gives(const Op& op, const KnownMistake& mistake, const Transcript& answers, const Same& same,
           const Wanted& wanted) {
  const Transcript known = mistake.answer_with_memory ? answers_of(op, {&mistake}, answers) : Transcript();
  bool any = false;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (!wanted(answers[i])) continue;
    any = true;
    if (!same(answers[i], known.empty() ? answers_of(op, {&mistake}, {answers[i]}).front() : known[i]))
      return false;
  }
  return any;
}

bool is_finite(const Tensors& tensors, const std::string& name) {
  const auto found = tensors.find(name);
  return found != tensors.end() && std::all_of(found->second.values.begin(), found->second.values.end(),
                                               [](double value) { return std::isfinite(value); });
}

bool is_finite(const CaseTranscript& entry, const std::string& name) {
  return is_finite(entry.b_u, name) && is_finite(entry.b_v, name) && is_finite(entry.b_zero, name) &&
         is_finite(entry.b_combined, name);
}

// Whether these are the right answers to a case.
using IsRight = std::function<bool(const CaseTranscript&, std::size_t i)>;

// Returns whether the other cases speak against a mistake that gives the answers in the wanted ones. Where
// all wrong answers in the wanted ones are NaN or infinite, which many mistakes come to, all cases must
// agree.
bool refuted(const Op& op, const KnownMistake& mistake, const Transcript& answers, const Same& same,
             const Wanted& wanted, const IsRight& is_right,
             const std::function<bool(const CaseTranscript&)>& finite) {
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (wanted(answers[i]) && finite(answers[i]) && !is_right(answers[i], i)) return false;
  }
  return !gives(op, mistake, answers, same, all_cases);
}

// Returns the mistakes that give the answers to all cases, or all of `found` if none does: on few probes two
// mistakes may come to the same.
std::vector<const KnownMistake*> best_of(std::vector<const KnownMistake*> found, const Op& op,
                                         const Transcript& answers, const Same& same) {
  if (found.size() < 2) return found;
  std::vector<const KnownMistake*> in_all;
  for (const KnownMistake* mistake : found) {
    if (gives(op, *mistake, answers, same, all_cases)) in_all.push_back(mistake);
  }
  return in_all.empty() ? found : in_all;
}

bool spoils(const KnownMistake& mistake, const std::string& name) {
  return std::find(mistake.spoils.begin(), mistake.spoils.end(), name) != mistake.spoils.end();
}

// Returns whether each answer is a yes or a no. Such an answer says little: many mistakes give it.
bool is_yes_or_no(const Transcript& answers) {
  return std::ranges::all_of(answers, [](const CaseTranscript& entry) {
    return std::ranges::all_of(entry.outputs, [](const auto& output) {
      const Tensor& tensor = output.second;
      return tensor.shape.empty() && tensor.values.size() == 1 &&
             (tensor.values[0] == 0.0 || tensor.values[0] == 1.0);
    });
  });
}

std::vector<const KnownMistake*> explanations_by_outputs(const Op& op, const Transcript& answers,
                                                         const Wanted& wanted) {
  std::vector<std::string> outputs;
  for (const OutputSpec& output : op.outputs) outputs.push_back(output.name);
  const Same same = same_in_all(op, outputs);
  const Transcript right = answers_of(op, {}, answers);
  const IsRight is_right = [&](const CaseTranscript& entry, std::size_t i) { return same(entry, right[i]); };
  const auto finite = [&](const CaseTranscript& entry) {
    return std::all_of(outputs.begin(), outputs.end(),
                       [&](const std::string& name) { return is_finite(entry.outputs, name); });
  };
  const bool all_count = is_yes_or_no(answers);
  std::vector<const KnownMistake*> result;
  for (const KnownMistake* mistake : mistakes_of(op.name)) {
    if (gives(op, *mistake, answers, same, all_count ? Wanted(all_cases) : wanted) &&
        !refuted(op, *mistake, answers, same, wanted, is_right, finite))
      result.push_back(mistake);
  }
  return best_of(std::move(result), op, answers, same);
}

// The answers beside those of the reference and of the known mistakes, in the wanted cases.
class Submission {
 public:
  Submission(const Op& op, const Transcript& answers, const Wanted& wanted)
      : op_(op), answers_(answers), wanted_(wanted) {}

  bool gives(const KnownMistake& mistake, const std::vector<std::string>& names) const {
    return grader::gives(op_, mistake, answers_, same_in_all(op_, names), wanted_);
  }

  // Returns whether the cases that are not wanted speak against a mistake that gives the gradient `name`.
  bool refutes(const KnownMistake& mistake, const std::string& name) {
    return refuted(
        op_, mistake, answers_, same_in_all(op_, {name}), wanted_,
        [&](const CaseTranscript& entry, std::size_t i) {
          return same_in(op_, entry, reference()[i], name) || is_right_in(entry, name);
        },
        [&](const CaseTranscript& entry) { return is_finite(entry, name); });
  }

  // Returns whether a mistake that gives the gradient `name` fits all other gradients too.
  bool fits(const KnownMistake& mistake, const std::string& name) {
    const Transcript known = answers_of(op_, {&mistake}, answers_);
    const auto has_own = [&](const std::string& other) {
      return std::ranges::any_of(mistakes_of(op_.name), [&](const KnownMistake* own) {
        return spoils(*own, other) && !spoils(*own, name) && gives(*own, {other});
      });
    };
    return !contradicts(op_, mistake.spoils,
                        {[&](const std::string& each) { return is_right(each); },
                         [&](const std::string& each) { return !equals_reference(known, each); }, has_own});
  }

 private:
  const Transcript& reference() {
    if (reference_.empty()) reference_ = answers_of(op_, {}, answers_);
    return reference_;
  }

  bool equals_reference(const Transcript& given, const std::string& name) {
    return std::equal(given.begin(), given.end(), reference().begin(), reference().end(),
                      [&](const CaseTranscript& one, const CaseTranscript& right) {
                        return !wanted_(one) || same_in(op_, one, right, name);
                      });
  }

  // At a kink, more than the reference's answer is right.
  bool is_right(const std::string& name) {
    const auto [place, is_new] = right_.try_emplace(name);
    if (!is_new) return place->second;
    return place->second =
               std::equal(answers_.begin(), answers_.end(), reference().begin(), reference().end(),
                          [&](const CaseTranscript& one, const CaseTranscript& right) {
                            return !wanted_(one) || same_in(op_, one, right, name) || is_right_in(one, name);
                          });
  }

  bool is_right_in(const CaseTranscript& entry, const std::string& name) const {
    const auto answer = entry.b_u.find(name);
    if (answer == entry.b_u.end()) return false;
    const Expected expected = expected_gradients(op_, entry).at(name);
    return answer->second.shape == expected.lower.shape &&
           answer->second.values.size() == expected.lower.values.size() &&
           compare(answer->second, expected).right();
  }

  const Op& op_;
  const Transcript& answers_;
  const Wanted& wanted_;
  Transcript reference_;
  std::map<std::string, bool> right_;
};

std::vector<const KnownMistake*> explanations_by_gradient(const Op& op, const Transcript& answers,
                                                          const std::string& name, const Wanted& wanted) {
  std::vector<const KnownMistake*> wholly;
  std::vector<const KnownMistake*> in_name;
  Submission submission(op, answers, wanted);
  for (const KnownMistake* mistake : mistakes_of(op.name)) {
    if (!spoils(*mistake, name) || !submission.gives(*mistake, {name}) || !submission.fits(*mistake, name) ||
        submission.refutes(*mistake, name))
      continue;
    in_name.push_back(mistake);
    if (submission.gives(*mistake, mistake->spoils)) wholly.push_back(mistake);
  }
  return best_of(wholly.empty() ? in_name : wholly, op, answers, same_in_all(op, {name}));
}

}  // namespace

Transcript answers_of(const Op& op, const std::vector<const KnownMistake*>& mistakes,
                      const Transcript& planned) {
  Transcript answers;
  for (const CaseQuestion& question : planned) answers.push_back({question, {}});
  MistakeSubject subject(mistakes);
  cases::ask(op, subject, answers);
  return answers;
}

std::vector<const KnownMistake*> explanations(const Op& op, const Transcript& answers,
                                              const std::string& name,
                                              const std::vector<std::string>& probes) {
  const Wanted wanted = of_probes(probes);
  if (op.gradients().empty()) return explanations_by_outputs(op, answers, wanted);
  auto found = explanations_by_gradient(op, answers, name, wanted);
  if (!found.empty()) return found;
  // An overflow is a mistake of its own and hides none.
  const Wanted finite = [&](const CaseTranscript& entry) { return wanted(entry) && is_finite(entry, name); };
  const Transcript right = answers_of(op, {}, answers);
  const bool wrong_where_finite =
      !std::equal(answers.begin(), answers.end(), right.begin(), right.end(),
                  [&](const CaseTranscript& entry, const CaseTranscript& right_entry) {
                    return !finite(entry) || same_in(op, entry, right_entry, name);
                  });
  if (!wrong_where_finite || std::all_of(answers.begin(), answers.end(), [&](const CaseTranscript& entry) {
        return !wanted(entry) || finite(entry);
      }))
    return {};
  return explanations_by_gradient(op, answers, name, finite);
}

std::vector<const KnownMistake*> explanations_of_state(const Op& op, const Transcript& answers) {
  const std::vector<std::string> names = op.gradients();
  const auto same = [&](const CaseTranscript& a, const CaseTranscript& b) {
    return same_in_all(op, names)(a, b) &&
           std::all_of(names.begin(), names.end(), [&](const std::string& name) {
             return same_tensor(a.b_u_again, b.b_u_again, name) &&
                    same_tensor(a.b_u_interleaved, b.b_u_interleaved, name);
           });
  };
  std::vector<const KnownMistake*> result;
  for (const KnownMistake* mistake : mistakes_of(op.name)) {
    if (mistake->answer_with_memory && gives(op, *mistake, answers, same, all_cases))
      result.push_back(mistake);
  }
  return result;
}

std::optional<Mistake> name_mistake(const Op& op, const Transcript& answers, Kind kind,
                                    const std::string& gradient, const std::vector<std::string>& probes) {
  std::vector<const KnownMistake*> found;
  switch (kind) {
    case Kind::contract:
      found = explanations_of_state(op, answers);
      break;
    case Kind::gradient:
      found = explanations(op, answers, gradient, probes);
      break;
    case Kind::value:
      if (op.gradients().empty()) found = explanations(op, answers, {}, probes);
      break;
    case Kind::scenario:
      break;
  }
  if (found.empty()) return std::nullopt;
  return Mistake{full_id(*found.front()), std::string(found.front()->hint),
                 std::string(found.front()->misconception)};
}

}  // namespace grader
