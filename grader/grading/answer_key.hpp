/// The answer key: all that grading knows about what is right comes from here.
///
/// There are two. The reference's, where the solutions are linked into the grader, works everything out, and
/// has compiled layers that stand in for a student's. A kit's reads golden answers, which the first one
/// worked out, and has no stand-ins. Who grades does not know which of the two it holds.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "grader/checks/subject.hpp"
#include "grader/checks/transcript.hpp"
#include "grader/scenarios/scenario.hpp"
#include "grader/submission/compile.hpp"

namespace grader {

struct Assignment;

/// What is right for a part of a scenario.
struct PartKey {
  std::uint64_t seed = 0;                                 // what the part's inputs are drawn from
  std::function<Measurements(const Tell&)> measurements;  // what the reference measures with that seed
};

class AnswerKey {
 public:
  virtual ~AnswerKey() = default;

  /// What is asked about an op, case by case. Each case knows its right answers. A golden key has its own
  /// cases, whatever the seed.
  virtual Transcript cases(const Op& op, std::uint64_t master_seed) const = 0;
  /// A golden key has its own seed for the part.
  virtual PartKey part(const Scenario& scenario, const ScenarioPart& part,
                       std::uint64_t master_seed) const = 0;

  /// Answers in this process for layers that are not the student's own. nullptr: nothing stands in for them.
  virtual std::unique_ptr<Subject> stand_in() const = 0;
  /// The compiled layer, to be linked into a worker where the student's own is not. nullopt: nothing stands
  /// in for it.
  virtual std::optional<Object> stand_in_object(const std::string& layer) const = 0;
};

/// The golden key of a kit's assignment, and the reference's of any other. The assignment must outlive it.
std::unique_ptr<const AnswerKey> answer_key_of(const Assignment& assignment);

/// The reference's, which works out what is right.
std::unique_ptr<const AnswerKey> reference_key();

}  // namespace grader
