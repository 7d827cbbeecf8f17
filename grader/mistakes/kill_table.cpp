#include "grader/mistakes/kill_table.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "grader/checks/contract.hpp"
#include "grader/checks/gradient.hpp"
#include "grader/mistakes/match.hpp"

namespace grader {

namespace {

struct Failed {
  std::string tensor;  // empty for the contract check
  std::string check;   // "dw: numeric"
};

std::string class_of(const Finding& finding) {
  return finding.evidence ? finding.evidence->failing_class : std::string(to_string(finding.status));
}

std::vector<Failed> failed_outputs(const Op& op, const Transcript& answers) {
  const Finding finding = check_outputs(op, answers);
  if (finding.status == Status::pass) return {};
  const std::string tensor =
      finding.evidence && finding.evidence->gradient ? *finding.evidence->gradient : "";
  return {{tensor, tensor + ": " + class_of(finding)}};
}

std::vector<std::string> judged_gradients(const Op& op) {
  std::vector<std::string> names;
  for (const NodeSpec& node : op.nodes) names.push_back(node.name);
  const std::vector<std::string> inputs = op.gradients();
  names.insert(names.end(), inputs.begin(), inputs.end());
  return names;
}

bool same_bits(const Transcript& a, const Transcript& b, const std::string& name) {
  return std::equal(
      a.begin(), a.end(), b.begin(), b.end(), [&](const CaseTranscript& x, const CaseTranscript& y) {
        return same_bits(x.b_u.at(name), y.b_u.at(name)) && same_bits(x.b_v.at(name), y.b_v.at(name)) &&
               same_bits(x.b_zero.at(name), y.b_zero.at(name)) &&
               same_bits(x.b_combined.at(name), y.b_combined.at(name));
      });
}

// A plan and the right answers to it.
struct Trial {
  Trial(const Op& the_op, std::uint64_t seed)
      : op(the_op),
        planned(cases::plan(op, seed)),
        expected(op, planned),
        right(answers_of(op, {}, planned)),
        right_checks(op, right, expected, Explain::no) {}

  const Op& op;
  const Transcript planned;
  ExpectedGradients expected;
  const Transcript right;
  GradientChecks right_checks;
};

// Returns the failures in the order in which they would be reported. A gradient that the mistake does not
// touch is judged once for all mistakes.
std::vector<Failed> failures(Trial& trial, const Transcript& answers) {
  const Op& op = trial.op;
  if (op.gradients().empty()) return failed_outputs(op, answers);
  std::vector<Failed> result;
  const Finding contract = check_contract(op, answers);
  if (contract.status != Status::pass) result.push_back({"", "contract: " + class_of(contract)});
  GradientChecks gradients(op, answers, trial.expected, Explain::no);
  for (const std::string& name : judged_gradients(op)) {
    const Finding finding =
        (same_bits(answers, trial.right, name) ? trial.right_checks : gradients).check(name);
    if (finding.status != Status::pass)
      result.push_back({name, gradient_name(name) + ": " + class_of(finding)});
  }
  return result;
}

// The results for one mistake, gathered over the seeds.
class Gathered {
 public:
  Gathered(const Op& op, const KnownMistake& mistake) : op_(op) { kill_.mistake = &mistake; }

  void add(Trial& trial, const Transcript& answers) {
    ++kill_.seeds;
    const std::vector<Failed> failed = failures(trial, answers);
    if (failed.empty()) return;
    ++kill_.killed;
    ++kill_.first_checks[failed.front().check];
    for (const Failed& failure : failed) {
      if (!failure.tensor.empty()) failed_.insert(failure.tensor);
    }
    const auto explained = failed.front().tensor.empty() ? explanations_of_state(op_, answers)
                                                         : explanations(op_, answers, failed.front().tensor);
    for (const KnownMistake* mistake : explained) named_.insert(full_id(*mistake));
  }

  Kill kill() {
    const std::vector<std::string>& spoils = kill_.mistake->spoils;
    for (const std::string& name : failed_) {
      if (std::find(spoils.begin(), spoils.end(), name) == spoils.end()) kill_.unexpected.push_back(name);
    }
    if (!op_.gradients().empty()) {  // among outputs, only the first wrong one is reported
      for (const std::string& name : spoils) {
        if (!failed_.contains(name)) kill_.unspoiled.push_back(name);
      }
    }
    kill_.named.assign(named_.begin(), named_.end());
    return kill_;
  }

 private:
  const Op& op_;
  Kill kill_;
  std::set<std::string> failed_;
  std::set<std::string> named_;
};

}  // namespace

bool Kill::named_uniquely() const { return named.size() == 1 && named.front() == full_id(*mistake); }

std::vector<Kill> kill_table(const Op& op, std::size_t seeds) {
  std::vector<Gathered> gathered;
  for (const KnownMistake* mistake : mistakes_of(op.name)) gathered.emplace_back(op, *mistake);
  const std::vector<const KnownMistake*> mistakes = mistakes_of(op.name);
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    Trial trial(op, seed);
    for (std::size_t i = 0; i < mistakes.size(); ++i) {
      gathered[i].add(trial, answers_of(op, {mistakes[i]}, trial.planned));
    }
  }
  std::vector<Kill> table;
  for (Gathered& one : gathered) table.push_back(one.kill());
  return table;
}

KillSummary summary_of(const std::vector<Kill>& table) {
  KillSummary summary;
  for (const Kill& kill : table) {
    ++summary.mistakes;
    summary.survived += kill.survived();
    const bool named =
        std::find(kill.named.begin(), kill.named.end(), full_id(*kill.mistake)) != kill.named.end();
    if (kill.named_uniquely()) {
      ++summary.named_uniquely;
    } else if (named) {
      ++summary.named_among_others;
    } else {
      ++summary.unnamed;
    }
  }
  return summary;
}

}  // namespace grader
