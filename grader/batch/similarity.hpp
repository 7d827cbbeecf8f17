/// Pairs of submissions that are more alike than chance makes them.
#pragma once
#include <cstddef>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "grader/batch/row.hpp"
#include "grader/grading/assignment.hpp"
#include "grader/sandbox/isolation.hpp"

namespace grader {

struct SimilarPair {
  std::string first;  ///< Ids of submissions, in the order of the rows.
  std::string second;
  double similarity = 0;    ///< Between 0.5 and 1: how much of what is their own both have.
  std::size_t shared = 0;   ///< Fingerprints that both have.
  std::size_t longest = 0;  ///< The longest run of them.
};

/// The message is one sentence.
struct ComparisonFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Throws InputError when Node or the packages are not there: before anything is graded, please.
void require_similarity();

/// Compares the files of all that were graded, the starter's code left out, by Dolos in the sandbox:
/// students' files are only read. The most similar first; at most a thousand pairs. Throws ComparisonFailed.
std::vector<SimilarPair> similar_pairs(const Assignment& assignment, const std::vector<Row>& rows,
                                       Isolation isolation);

/// similarity.csv: first, second, similarity, shared, longest.
std::string similarity_csv(const std::vector<SimilarPair>& pairs);

/// What the terminal says of them: the most similar, and what to make of it.
std::string render_similarity(const std::vector<SimilarPair>& pairs);

}  // namespace grader
