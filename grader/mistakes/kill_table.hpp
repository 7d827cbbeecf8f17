/// Proves that the grader catches what students do: every known mistake is handed in like a submission, under
/// many seeds.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "grader/mistakes/mistake.hpp"

namespace grader {

/// The results for one mistake.
struct Kill {
  const KnownMistake* mistake = nullptr;
  std::size_t seeds = 0;   // under which it was tried
  std::size_t killed = 0;  // seeds under which it was caught
  /// How often each check failed first: from "dw: numeric" to the number of seeds.
  std::map<std::string, std::size_t> first_checks;
  /// Tensors that failed under some seed although `spoils` does not name them. If there are any, the
  /// catalogue is wrong.
  std::vector<std::string> unexpected;
  /// Tensors of `spoils` that failed under no seed. If there are any, the catalogue is wrong.
  std::vector<std::string> unspoiled;
  /// The full ids of all mistakes that explain the first failing check, under any seed. A mistake that is
  /// named uniquely has only its own here.
  std::vector<std::string> named;

  bool survived() const { return killed < seeds; }
  bool named_uniquely() const;
};

/// Returns the table of one op's mistakes, under the master seeds 0 to `seeds` - 1.
std::vector<Kill> kill_table(const Op& op, std::size_t seeds);

struct KillSummary {
  std::size_t mistakes = 0;
  std::size_t survived = 0;  // under at least one seed
  std::size_t named_uniquely = 0;
  std::size_t named_among_others = 0;
  std::size_t unnamed = 0;
};

KillSummary summary_of(const std::vector<Kill>& table);

}  // namespace grader
