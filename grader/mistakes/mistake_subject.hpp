/// A subject that makes known mistakes and is right everywhere else. It is asked like a student's worker.
#pragma once

#include "grader/checks/subject.hpp"
#include "grader/mistakes/mistake.hpp"

namespace grader {

class MistakeSubject : public Subject {
 public:
  struct Answer {
    const KnownMistake* mistake;
    WrongAnswer give;
    bool remembered;  // The same question always gets the same answer, and `mistake` outlives the program.
  };

  /// `mistakes` all belong to one op and must outlive the subject. When two spoil the same tensor, the later
  /// one's answer counts.
  explicit MistakeSubject(const std::vector<const KnownMistake*>& mistakes);
  std::unique_ptr<Running> start(const Op& op, const Case& the_case) override;

 private:
  std::vector<Answer> answers_;
};

}  // namespace grader
