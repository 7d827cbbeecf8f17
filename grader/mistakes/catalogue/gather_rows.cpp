#include <algorithm>
#include <functional>

#include "grader/mistakes/catalogue/scatter.hpp"
#include "grader/mistakes/mistake.hpp"

namespace grader::gather_rows_mistakes {

using namespace backprop;

std::size_t row_taken(Given& given, std::size_t n) {
  return static_cast<std::size_t>(given.in.labels("r")(n));
}

// Returns how often each row of the table was taken, (K).
Vector times_taken(Given& given) {
  Vector times = zeros(given.in.matrix("table").shape(0));
  for (std::size_t n = 0; n < given.in.labels("r").size(); ++n) times(row_taken(given, n)) += 1.0;
  return times;
}

// Adds each row of dout times `weight(n)` to the row of the table that it came from.
Tensors scattered(Given& given, const std::function<double(std::size_t)>& weight) {
  const Matrix& dout = given.upstream.matrix("out");
  const Matrix& table = given.in.matrix("table");
  Matrix dtable = zeros(table.shape(0), table.shape(1));
  for (std::size_t n = 0; n < dout.shape(0); ++n) {
    for (std::size_t d = 0; d < dout.shape(1); ++d) dtable(row_taken(given, n), d) += weight(n) * dout(n, d);
  }
  return {{"table", from_xtensor(dtable)}};
}

Matrix last_of_each_row(Given& given) {
  return scattered_overwriting(given.upstream.matrix("out"), given.in.labels("r"),
                               given.in.matrix("table").shape(0));
}

const MistakeRegistration registration{
    "gather_rows",
    {
        {.id = "repeats-overwritten",
         .spoils = {"table"},
         .hint = "A row that was taken twice reaches the loss on two paths: what becomes of the first one?",
         .misconception = "Writing to an index and adding to it are the same; each row is taken once.",
         .answer = [](Given& given) -> Tensors {
           return {{"table", from_xtensor(last_of_each_row(given))}};
         }},
        {.id = "only-the-first-of-repeats",
         .spoils = {"table"},
         .hint = "When a row is taken a second time, is there nothing more that it has to hear of?",
         .misconception = "A row that has its gradient already is done.",
         .answer =
             [](Given& given) {
               const Labels& r = given.in.labels("r");
               return scattered(given, [&](std::size_t n) {
                 const auto here = r.begin() + static_cast<std::ptrdiff_t>(n);
                 return std::find(r.begin(), here, r(n)) == here ? 1.0 : 0.0;
               });
             }},
        {.id = "last-times-how-often",
         .spoils = {"table"},
         .hint = "All visits to a row read the same values, but do they all have the same upstream gradient?",
         .misconception = "Repeats of a row are copies of one another, their gradients as well.",
         .answer = [](Given& given) -> Tensors {
           const Matrix dtable = last_of_each_row(given) * as_column(times_taken(given));
           return {{"table", from_xtensor(dtable)}};
         }},
        {.id = "repeats-averaged",
         .spoils = {"table"},
         .hint = "Branches of a graph meet in this row: does the chain rule average over branches?",
         .misconception = "A row that is taken often would get too large a gradient, so one takes the mean.",
         .answer =
             [](Given& given) {
               const Vector times = times_taken(given);
               return scattered(given, [&](std::size_t n) { return 1.0 / times(row_taken(given, n)); });
             }},
        {.id = "averaged-over-the-batch",
         .spoils = {"table"},
         .hint = "Does a lookup average anything over the batch in its forward pass?",
         .misconception = "Every gradient is divided by the batch size, not just that of a mean.",
         .answer =
             [](Given& given) {
               const double N = static_cast<double>(given.in.labels("r").size());
               return scattered(given, [&](std::size_t) { return 1.0 / N; });
             }},
        {.id = "upstream-ignored",
         .spoils = {"table"},
         .hint = "You count how often each row was taken: where does the loss come in?",
         .misconception = "The gradient of a lookup is the one-hot matrix itself.",
         .answer = [](Given& given) -> Tensors {
           const Matrix& table = given.in.matrix("table");
           const Matrix dtable = as_column(times_taken(given)) * xt::ones_like(table);
           return {{"table", from_xtensor(dtable)}};
         }},
        {.id = "sum-in-every-row",
         .spoils = {"table"},
         .hint = "Does an example of the batch depend on all rows of the table, or on one of them?",
         .misconception = "The table is shared by the whole batch as a bias is.",
         .answer = [](Given& given) -> Tensors {
           const Matrix& table = given.in.matrix("table");
           const Matrix dtable = as_row(sum(given.upstream.matrix("out"), 0)) * xt::ones_like(table);
           return {{"table", from_xtensor(dtable)}};
         }},
        {.id = "row-zero-left-out",
         .spoils = {"table"},
         .hint = "The rows are numbered from 0: what does the first row of the table get?",
         .misconception = "Row 0 is padding, or is skipped as a false condition.",
         .answer =
             [](Given& given) {
               return scattered(given, [&](std::size_t n) { return row_taken(given, n) == 0 ? 0.0 : 1.0; });
             }},
        {.id = "passed-through",
         .spoils = {"table"},
         .hint = "dout has a row for each lookup: what has dtable a row for?",
         .misconception = "A lookup only copies, so its backward pass hands dout on as it is.",
         .answer = [](Given& given) -> Tensors {
           return {{"table", from_xtensor(given.upstream.matrix("out"))}};
         }},
        {.id = "rows-guessed-from-indices",
         .spoils = {"table"},
         .hint = "How many rows does dtable have when nobody in the batch took the last one?",
         .misconception = "The number of rows is one more than the largest index of the batch.",
         .answer = [](Given& given) -> Tensors {
           const Labels& r = given.in.labels("r");
           const std::int64_t largest = *std::max_element(r.begin(), r.end());
           const Matrix right = to_matrix(given.right.at("table"));
           const Matrix dtable = xt::view(right, xt::range(0, largest + 1), xt::all());
           return {{"table", from_xtensor(dtable)}};
         }},
    }};

}  // namespace grader::gather_rows_mistakes
