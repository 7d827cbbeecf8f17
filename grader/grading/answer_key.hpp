/// The answer key: grading asks it for everything that it needs to know about right answers.
///
/// There are two keys. The reference's key needs the solutions, which are linked into the grader. It works
/// answers out, and its layers stand in for a student's. A kit's key reads golden answers,
/// which the reference's key worked out beforehand, and has no stand-ins. Grading does not know which key it
/// holds.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "grader/checks/subject.hpp"
#include "grader/checks/transcript.hpp"
#include "grader/grading/further_cases.hpp"
#include "grader/grading/judge.hpp"
#include "grader/scenarios/scenario.hpp"
#include "grader/submission/compile.hpp"

namespace grader {

/// The right answers for a part of a scenario.
struct PartKey {
  std::uint64_t seed = 0;                                 // seed of the part's inputs
  std::function<Measurements(const Tell&)> measurements;  // what the reference measures with that seed
};

class AnswerKey {
 public:
  virtual ~AnswerKey() = default;

  /// Returns the cases of an op, each with its right answers. A golden key has cases of its own and ignores
  /// the seed.
  virtual Transcript cases(const Op& op, std::uint64_t master_seed) const = 0;
  /// Returns the right answers for a part. A golden key has a seed of its own and ignores the one it is
  /// given.
  virtual PartKey part(const Scenario& scenario, const ScenarioPart& part,
                       std::uint64_t master_seed) const = 0;

  /// Returns a subject that answers in this process for layers that are not the student's own, or nullptr
  /// when nothing stands in for them.
  virtual std::unique_ptr<Subject> stand_in() const = 0;
  /// Returns the object to link into a worker in place of the student's layer, or nullopt when nothing stands
  /// in for it. The object asks the grader for every result.
  virtual std::optional<Object> stand_in_object(const std::string& layer) const = 0;

  /// Returns what searches for cases that only a reference can answer, or nullptr.
  virtual const FurtherSearch* further_search() const = 0;

  /// Returns the function that names the mistakes of an op that this key knows, or an empty function. The
  /// reference's key knows none: who has the catalogue names them by it.
  virtual NameMistake name_mistake(const Op& op) const = 0;
};

/// Returns the key that reads the golden answers in a folder.
std::unique_ptr<const AnswerKey> golden_key(const std::filesystem::path& folder);

/// Returns the golden key for a kit's assignment, and the reference's key for any other. A kit's own program
/// has no reference: it defines a function that knows the golden key alone.
std::unique_ptr<const AnswerKey> answer_key_of(const Assignment& assignment);

}  // namespace grader
