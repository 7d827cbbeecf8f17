// What is asked again is not worked out again, and nothing else is taken for it.
#include "grader/mistakes/memory.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

namespace grader {
namespace {

const int kOne = 1;
const int kOther = 2;

Tensors number(double value) { return {{"x", Tensor::scalar(value)}}; }

TEST(Memory, WorksOutAnAnswerOnce) {
  Memory memory(1000);
  int calls = 0;
  const auto work_out = [&] { return ++calls, number(5.0); };
  EXPECT_EQ(memory.answer(Question(&kOne).add(number(1.0)), work_out), number(5.0));
  EXPECT_EQ(memory.answer(Question(&kOne).add(number(1.0)), work_out), number(5.0));
  EXPECT_EQ(calls, 1);
}

TEST(Memory, KeepsNothingOfAnException) {
  Memory memory(1000);
  const Question question(&kOne);
  EXPECT_THROW(memory.answer(question, []() -> Tensors { throw std::runtime_error("no"); }),
               std::runtime_error);
  EXPECT_EQ(memory.answer(question, [] { return number(5.0); }), number(5.0));
}

TEST(Memory, ForgetsRatherThanGrow) {
  Memory memory(1000);
  for (int i = 0; i < 100; ++i) {
    memory.answer(Question(&kOne).add(number(i)), [] { return number(5.0); });
    EXPECT_LE(memory.bytes(), 1000u);
  }
  const Tensors large = {{"x", Tensor::filled({1000}, 1.0)}};
  EXPECT_EQ(memory.answer(Question(&kOther), [&] { return large; }), large);
  EXPECT_LE(memory.bytes(), 1000u);
}

TEST(Question, DiffersWhereABitDoes) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::string bits = Question(&kOne).add(number(0.0)).bits();
  EXPECT_EQ(Question(&kOne).add(number(0.0)).bits(), bits);
  EXPECT_NE(Question(&kOther).add(number(0.0)).bits(), bits);
  EXPECT_NE(Question(&kOne).add(number(-0.0)).bits(), bits);
  EXPECT_NE(Question(&kOne).add(Tensors{{"y", Tensor::scalar(0.0)}}).bits(), bits);
  EXPECT_NE(Question(&kOne).add(Tensors{{"x", {{1}, {0.0}}}}).bits(), bits);
  EXPECT_NE(Question(&kOne).add(Tensors{}).add(number(0.0)).bits(), bits);
  EXPECT_NE(Question(&kOne).add(Attributes{{"x", 0.0}}).bits(), bits);
  EXPECT_EQ(Question(&kOne).add(number(nan)).bits(), Question(&kOne).add(number(nan)).bits());
}

}  // namespace
}  // namespace grader
