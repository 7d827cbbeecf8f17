// Mistakes that were seen in public repositories, courses and questions. Each loses the points of what it
// spoils and no others, and every check that it fails calls it by its name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "grader/grading/course.hpp"
#include "grader/grading/judge.hpp"
#include "grader/mistakes/match.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

struct Seen {
  const char* mistake;
  const char* where;
};

void PrintTo(const Seen& seen, std::ostream* out) { *out << seen.mistake << ", " << seen.where; }

constexpr Seen kSeen[] = {
    {"affine/parameters-averaged", "a course whose loss is not averaged anywhere else"},
    {"affine/db-averaged", "a student who prints to find out why"},
    {"softmax_loss/bare-difference", "the formula of textbooks, for one example and no upstream gradient"},
    {"softmax_loss/not-averaged", "an answer on a question-and-answer site"},
    {"softmax_loss/raw-scores-exponentiated", "tensorflow/models#181"},
    {"svm_loss/every-class-pushed", "margins >= 0 in notes of a course"},
    {"mse_loss/wrong-sign", "iamtrask/Grokking-Deep-Learning#54"},
    {"mse_loss/averaged-over-rows-only", "tsoding/nn.h#4"},
    {"mse_loss/integer-division", "2 / size() in C++"},
    {"l2_penalty/factor-two", "an older year of a course, without the 1/2"},
    {"two_layer_net/penalty-doubled", "an older year of a course, without the 1/2"},
    {"grad_check/relative-by-element", "the relative error of a course's notes"},
    {"xavier_init/fan-in-only", "1 / sqrt(n) in a course's notes"},
    {"he_init/variance-as-deviation", "the root that is left out"},
    {"batchnorm/dsq-unbiased", "karpathy/nn-zero-to-hero#44"},
    {"batchnorm_alt/without-gamma", "denizyuret/Knet.jl#288"},
    {"batchnorm_alt/without-variance-path", "an attempt that was commented out"},
    {"dropout/unscaled", "berkeleydeeprlcourse/homework#23"},
    {"dropout/scale-without-mask", "ddbourgin/numpy-ml#94"},
    {"adam/corrected-moments-kept", "frgfm/holocron#1"},
    {"sgd_momentum/nesterov", "a course's note beside plain momentum"},
    {"sgd_momentum/mean-of-gradients", "a course that has 1 - beta in its momentum"},
    {"dead_fraction/nearly-zero-is-dead", "a threshold in place of 0"},
    {"embedding/overwritten", "tenstorrent/tt-metal#6232"},
    {"rnn_step/tanh-of-next-h", "nicklashansen/rnn_lstm_from_scratch#1"},
    {"rnn_step/divided-by-slope", "oreilly-japan/deep-learning-from-scratch-2#26"},
    {"rnn/nothing-carried", "Halfish/cs231n#4"},
    {"lstm_step/output-gate-sees-next-c", "nicodjimenez/lstm#47"},
    {"lstm_step/candidate-slope-activated-twice", "nicklashansen/rnn_lstm_from_scratch#1"},
    {"lstm_step/forget-gate-forgotten", "CaptainE#1"},
    {"gru_step/sign-of-update-gate", "mbadry1/DeepLearning.ai-Summary#110"},
    {"clip_grad_norm/one-by-one", "carpedm20/MemN2N-tensorflow#19"},
    {"clip_grad_norm/element-by-element", "qixianbiao/RNN#2"},
    {"temporal_softmax_loss/divided-by-counted-steps", "huggingface/transformers#24725"},
    {"spectral_radius/ratio-of-lengths", "power iteration as in textbooks"},
    {"clipped_delta_loss/gradient-clipped", "devsisters/DQN-tensorflow#16"},
    {"td_target/done-inverted", "ghliu/pytorch-ddpg#11"},
    {"td_target/done-ignored", "navneet-nmk/pytorch-rl#2"},
    {"mean_loss_accumulation/mean-of-means", "ml-explore/mlx-lm#1413"},
    {"gelu/always-tanh", "harvard-edge/cs249r_book#1399"},
    {"masked_softmax/hidden-rows-nan", "pytorch/pytorch#41508"},
    {"cross_entropy_smoothed/smooth-part-of-the-ignored", "pytorch/pytorch#73205"},
    {"rmsnorm/dgamma-left-out", "unslothai/unsloth#4533"},
    {"rmsnorm/dgamma-after-dx", "unslothai/unsloth#4550"},
    {"add_rmsnorm/stream-through-the-norm", "Dao-AILab/quack#53"},
    {"rope/pairs-apart", "the pairs of other libraries, huggingface/transformers#25199"},
    {"adamw/decay-in-the-gradient", "nntrainer/nntrainer#3565"},
};

class InTheWild : public testing::TestWithParam<Seen> {};

ProblemSpec problem_about(const std::string& op) {
  for (const std::string& id : course_assignments()) {
    const Assignment assignment = load_assignment(assignment_file(id));
    if (const ProblemSpec* problem = assignment.problem_of_op(op)) return *problem;
  }
  throw std::out_of_range("no assignment asks for " + op);
}

TEST_P(InTheWild, IsRefusedForWhatItSpoilsAndCalledByItsName) {
  const KnownMistake* mistake = find_mistake(GetParam().mistake);
  ASSERT_NE(mistake, nullptr);
  const Op& op = *find_op(std::string(mistake->op));
  const Transcript answers = answers_of(op, {mistake}, cases::plan(op, 17));
  std::size_t failed = 0;
  for (const Check& check :
       judge_layer(problem_about(op.name), op, answers, answers, std::nullopt, name_mistake)) {
    if (check.status == Status::pass) continue;
    EXPECT_EQ(check.status, Status::fail) << check.message;
    ASSERT_TRUE(check.mistake) << check.id << ": " << check.message;
    EXPECT_EQ(check.mistake->id, GetParam().mistake) << check.id;
    if (check.kind == Kind::gradient && check.evidence && check.evidence->gradient) {
      const auto is_spoiled = [&](const std::string& name) {
        return gradient_name(name) == *check.evidence->gradient;
      };
      EXPECT_TRUE(std::ranges::any_of(mistake->spoils, is_spoiled)) << check.id;
    }
    failed += check.max_points > 0.0;
  }
  EXPECT_GE(failed, 1u) << "it loses no points";
}

INSTANTIATE_TEST_SUITE_P(Mistakes, InTheWild, testing::ValuesIn(kSeen), [](const auto& info) {
  std::string name = info.param.mistake;
  std::ranges::replace_if(
      name, [](unsigned char c) { return !std::isalnum(c); }, '_');
  return name;
});

}  // namespace
}  // namespace grader
