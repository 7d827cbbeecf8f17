/// The proof that the grader catches what students do: every known mistake handed in as if it were a
/// submission, under many seeds.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "grader/mistakes/mistake.hpp"

namespace grader {

/// What became of one mistake.
struct Kill {
  const KnownMistake* mistake = nullptr;
  std::size_t seeds = 0;   // it was tried under
  std::size_t killed = 0;  // under so many of them
  /// Which check failed first, "dw: numeric", under how many seeds.
  std::map<std::string, std::size_t> first_checks;
  /// Tensors that failed under some seed, beside those that `spoils` names: none, or the catalogue is wrong.
  std::vector<std::string> unexpected;
  /// Tensors of `spoils` that failed under no seed: none, or the catalogue is wrong.
  std::vector<std::string> unspoiled;
  /// The full ids that the first failing check is explained by, under any seed: only its own where it is
  /// named uniquely.
  std::vector<std::string> named;

  bool survived() const { return killed < seeds; }
  bool named_uniquely() const;
};

/// The table of one op's mistakes, under the master seeds 0 to `seeds` - 1.
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
