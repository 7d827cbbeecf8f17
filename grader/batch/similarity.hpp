/// Finds pairs of submissions that are suspiciously similar.
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
  double similarity = 0;    ///< From 0.5 to 1: the share of their own code that both have.
  std::size_t shared = 0;   ///< The number of fingerprints that both have.
  std::size_t longest = 0;  ///< The longest run of shared fingerprints.
};

struct Similarities {
  std::vector<SimilarPair> pairs;         ///< The most similar first.
  std::vector<std::string> not_compared;  ///< Ids of submissions that cannot be read as C++, in order.
};

/// The comparison failed. The message is one sentence.
struct ComparisonFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Throws InputError if Node or its packages are not installed. Call it before grading starts.
void require_similarity();

/// Compares the files of all graded submissions without the starter's code. Dolos does it in the sandbox, and
/// only reads the students' files. Returns at most a thousand pairs. A submission that cannot be compared is
/// listed and costs nobody else the comparison. Throws ComparisonFailed.
Similarities similar_pairs(const Assignment& assignment, const std::vector<Row>& rows, Isolation isolation);

/// Returns similarity.csv, with the columns first, second, similarity, shared, longest. A submission that was
/// not compared has a row with "not compared" as its similarity.
std::string similarity_csv(const Similarities& similarities);

/// Returns the text for the terminal: the most similar pairs, how to read them, and what was not compared.
std::string render_similarity(const Similarities& similarities);

}  // namespace grader
