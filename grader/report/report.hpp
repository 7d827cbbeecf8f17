/// The grader's verdict as plain values: what report.json holds (schema `backprop-report/1`) and what every
/// renderer reads. Whoever fills a report sets its checks and calls `tally`; everything above the checks is
/// derived from them.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "grader/report/status.hpp"

namespace grader {

/// Seeds are JSON integers, and many readers of JSON keep a double: no seed is larger than 2^53 - 1.
inline constexpr std::uint64_t kMaxSeed = (std::uint64_t{1} << 53) - 1;

/// Evidence shows whole tensors only up to this many elements.
inline constexpr std::size_t kMaxShownElements = 64;

/// The element that is most wrong.
struct WorstElement {
  std::vector<std::size_t> index;  ///< as long as the shape; empty for a scalar
  double expected = 0;
  double actual = 0;
  double absolute_error = 0;
  double relative_error = 0;
  double tolerance = 0;  ///< the largest absolute error that would have passed
};

/// Why a check is not passed, in numbers. NaN and infinities are welcome in every double here.
struct Evidence {
  std::string failing_class;  ///< shape, finite, linearity, numeric, reference…: lower case and underscores
  std::optional<std::string> gradient;  ///< the tensor that is wrong, such as dw
  std::string probe;                    ///< the regime of the input, such as "scale 4, batch 1"
  std::vector<std::size_t> shape;       ///< of the expected tensor
  std::uint64_t case_seed = 0;          ///< at most kMaxSeed
  std::optional<WorstElement> worst;    ///< absent when no element can be compared, as with a wrong shape
  std::optional<double> ratio;          ///< actual / expected, where it is the same number for every element
  std::vector<double> expected_values = {};  ///< row-major, all of `shape`; empty when too many
  std::vector<double> actual_values = {};    ///< likewise; empty together with `expected_values`
};

/// A known wrong backward pass that gives the student's very numbers.
struct Mistake {
  std::string id;
  std::string hint;  ///< one sentence for the student
};

struct Check {
  std::string id;
  Kind kind = Kind::gradient;
  Status status = Status::grader_error;
  double points =
      0;  ///< in [0, max_points]; all of them for pass, perhaps some for fail, none for any other status
  double max_points = 0;
  Visibility visibility = Visibility::shown;
  std::string message;
  std::optional<Mistake> mistake;
  std::optional<Evidence> evidence;
};

/// Where to look in what the student handed in.
struct SourceLocation {
  std::string file;                 ///< as the student calls it: "affine.cpp"
  std::optional<std::size_t> line;  ///< from 1
};

struct Problem {
  std::string id;
  std::string title;
  Status status = Status::grader_error;
  double score = 0;
  double max_score = 0;
  std::optional<std::string> message;  ///< what holds for the whole problem, such as the compiler's errors
  std::vector<Check> checks;
  std::optional<SourceLocation> location = {};  ///< absent for a problem without a file of its own
};

struct Figure {
  std::string id;
  std::string title;
  std::string vega_lite;  ///< a Vega-Lite specification: the JSON text of an object
};

struct GraderInfo {
  std::string version;
  std::string compiler;
  std::string isolation;  ///< the sandbox that was in force
};

struct SubmissionInfo {
  std::string id;
  std::string sha256;  ///< 64 lower-case hexadecimal digits
  std::string folder =
      {};  ///< where the graded files were, relative to what was handed in: "."; empty when unknown
  std::vector<std::string> not_graded = {};  ///< folders with other versions of these files
  std::vector<std::string> notes = {};       ///< sentences on which files were graded and which were not
};

struct Report {
  GraderInfo grader;
  std::string assignment;
  SubmissionInfo submission;
  std::uint64_t seed = 0;  ///< at most kMaxSeed; grading again with it gives the same inputs
  double score = 0;
  double max_score = 0;
  std::int64_t duration_ms = 0;
  std::vector<Problem> problems;
  std::vector<Figure> figures;
};

/// The status of a problem with these checks. All passed: `pass`. Otherwise the gravest that occurs, in the
/// order grader_error, compile_error, crash, memory_limit, timeout, output_limit, fail, not_implemented,
/// skipped; so a problem that is partly right is `fail`, one that is right as far as it is done is
/// `not_implemented`, and one without checks is `grader_error`.
Status status_of(const std::vector<Check>& checks);

/// Whether the check's points are possible with its status: see `Check::points`.
bool points_are_consistent(const Check& check);

/// The sum of points, free of binary rounding noise: 0.1 + 0.2 is 0.3. Exact for points of up to six
/// decimals.
double sum_points(const std::vector<double>& points);

/// Sets the status and the scores of every problem, and the report's own, from the checks. A check whose
/// points do not fit its status becomes `grader_error` with 0 points. Calling it twice changes nothing.
void tally(Report& report);

/// The report as a student may see it: of hidden checks only kind, status and points are left, under the
/// names hidden-1, hidden-2…
Report student_view(Report report);

}  // namespace grader
