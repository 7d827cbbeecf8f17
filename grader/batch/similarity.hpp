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

/// Code that two files share: "relu.cpp:12-20" in the first, "relu.cpp:14" in the second.
struct SharedFragment {
  std::string first;
  std::string second;
};

struct SimilarPair {
  std::string first;        ///< The id of a submission.
  std::string second;       ///< The same, or what is compared with the class: see `similar_pairs`.
  double similarity = 0;    ///< From 0.5 to 1: the share of their own code that both have.
  std::size_t shared = 0;   ///< The number of fingerprints that both have.
  std::size_t longest = 0;  ///< The longest run of shared fingerprints.
  /// How much they share that few share: the sum over the shared fingerprints of log2(N / n), where n of the
  /// class's N submissions have it.
  double rarity = 0;
  std::vector<SharedFragment> fragments = {};  ///< The largest, at most three.
};

struct Similarities {
  std::vector<SimilarPair> pairs;         ///< The greatest rarity first.
  std::vector<std::string> not_compared;  ///< Ids of submissions that cannot be read as C++, in order.
};

/// The comparison failed. The message is one sentence.
struct ComparisonFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Throws InputError if Node or its packages are not installed. Call it before grading starts.
void require_similarity();

/// Compares the files of all graded submissions without the starter's code: with each other, with the
/// course's solutions ("(solutions)"), and with the submissions in each folder of `corpus`, such as earlier
/// years
/// ("2025/alice"). What more than a fifth of the class has in common, and more than four, counts for nothing.
/// Dolos does it in the sandbox, and only reads the students' files. Returns at most a thousand pairs. A
/// submission that cannot be compared is listed and costs nobody else the comparison. Throws InputError for a
/// folder of `corpus` that cannot be read or has no submission, and ComparisonFailed.
Similarities similar_pairs(const Assignment& assignment, const std::vector<Row>& rows, Isolation isolation,
                           const std::vector<std::filesystem::path>& corpus = {});

/// Returns similarity.csv, with the columns first, second, similarity, shared, longest, rarity, fragments. A
/// submission that was not compared has a row with "not compared" as its similarity.
std::string similarity_csv(const Similarities& similarities);

/// Returns the text for the terminal: the most similar pairs, how to read them, and what was not compared.
std::string render_similarity(const Similarities& similarities);

}  // namespace grader
