#include "grader/grading/worker_layers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <backprop/tensor.hpp>
#include <filesystem>

#include "grader/grading/library.hpp"
#include "grader/grading/stand_in_objects.hpp"
#include "grader/grading/submission_build.hpp"
#include "grader/ops/registry.hpp"
#include "grader/worker/frame.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

Assignment assignment(const std::string& id) {
  return load_assignment(fs::path(BACKPROP_ASSIGNMENTS) / id / "assignment.json");
}

std::vector<Assignment> assignments() {
  std::vector<Assignment> result;
  for (const auto& entry : fs::directory_iterator(BACKPROP_ASSIGNMENTS)) {
    if (fs::exists(entry.path() / "assignment.json")) result.push_back(assignment(entry.path().filename()));
  }
  return result;
}

Statuses all_with(const Assignment& assignment, Status status) {
  Statuses statuses;
  for (const ProblemSpec& problem : assignment.problems) statuses[problem.id] = status;
  return statuses;
}

std::vector<std::string> names(const std::vector<StandIn>& stand_ins) {
  std::vector<std::string> result;
  for (const StandIn& each : stand_ins) result.push_back(each.layer);
  return result;
}

TEST(WorkerLayersTest, AStandInIsNamedForTheChecksThatItAnswers) {
  EXPECT_EQ(stand_in_sentence({"affine", "relu"}),
            "Graded with the reference's affine, relu: a layer whose own problem is not right costs points "
            "once.");
  EXPECT_EQ(stand_in_sentence({"affine", "sigmoid"}, {"sigmoid", "tanh"}),
            "Graded with the reference's affine: a layer whose own problem is not right costs points once. "
            "Checks of other layers are graded with the reference's sigmoid, and checks of sigmoid with "
            "yours.");
}

TEST(WorkerLayersTest, UseTheStudentsOwnWhereItPassed) {
  const Assignment a3 = assignment("a3-time");
  const ProblemSpec* rnn = a3.find("rnn");
  const WorkerLayers passed = worker_layers(a3, {rnn}, all_with(a3, Status::pass));
  EXPECT_THAT(passed.own, ElementsAre(a3.find("rnn_step")));
  EXPECT_THAT(passed.stand_ins, IsEmpty());
  const WorkerLayers failed = worker_layers(a3, {rnn}, all_with(a3, Status::fail));
  EXPECT_THAT(failed.own, IsEmpty());
  EXPECT_THAT(names(failed.stand_ins), ElementsAre("rnn_step"));
}

TEST(WorkerLayersTest, TakeTheLibraryFromTheReferenceAndInAKitFromTheStudent) {
  Assignment a2 = assignment("a2-depth");
  const std::vector<const ProblemSpec*> asked = {a2.find("residual")};
  EXPECT_THAT(names(worker_layers(a2, asked, all_with(a2, Status::pass)).stand_ins),
              ElementsAre("affine", "relu"));
  a2.own_library = library_layers(a2);
  const WorkerLayers in_a_kit = worker_layers(a2, asked, all_with(a2, Status::pass));
  EXPECT_THAT(in_a_kit.stand_ins, IsEmpty());
  EXPECT_THAT(in_a_kit.own, ElementsAre(a2.own_library_layer("affine"), a2.own_library_layer("relu")));
}

// This must hold whether the problem passed or failed before.
TEST(WorkerLayersTest, HaveNoStandInForWhatIsGraded) {
  for (const Assignment& each : assignments()) {
    for (const Status status : {Status::pass, Status::fail, Status::compile_error, Status::not_implemented}) {
      for (const ProblemSpec& problem : each.problems) {
        if (!problem.scenario.empty()) continue;
        EXPECT_FALSE(worker_layers(each, {&problem}, all_with(each, status)).stand_in_for_asked())
            << each.id << " " << problem.id;
      }
    }
  }
}

// The functions that each layer of the course may ask of stand-ins: the table in the README.
TEST(WorkerLayersTest, WithholdWhatWouldAnswerInOneCall) {
  std::vector<std::string> withheld;
  std::size_t pairs = 0;
  for (const Assignment& each : assignments()) {
    for (const ProblemSpec& problem : each.problems) {
      if (!problem.scenario.empty()) continue;
      for (const StandIn& stand_in :
           worker_layers(each, {&problem}, all_with(each, Status::fail)).stand_ins) {
        for (const std::string& function :
             answering_functions(*find_op(problem.op), *find_op(stand_in.layer)))
          withheld.push_back(problem.op + ": " + function);
        ++pairs;
      }
    }
  }
  EXPECT_GE(pairs, 18u);
  EXPECT_THAT(withheld, ElementsAre("batchnorm_alt: batchnorm_backward"));
}

TEST(WorkerLayersTest, HaveAStandInForEachLayerThatAnotherRuns) {
  std::size_t layers = 0;
  for (const Op& op : all_ops()) {
    for (const std::string& layer : called_layers(op.name)) {
      EXPECT_TRUE(stand_in_object(layer)) << op.name << " runs " << layer << ": see grader/stand_ins";
      ++layers;
    }
  }
  EXPECT_GE(layers, 18u);
}

TEST(WorkerLayersTest, AnswerForTheirOwnStandInsOnly) {
  const Assignment a2 = assignment("a2-depth");
  const auto outside = worker_layers(a2, {a2.find("batchnorm_alt")}, all_with(a2, Status::fail)).outside();
  const Tensor number = Tensor::scalar(1.0);
  const Tensor x{{2, 1}, {1.0, 2.0}};
  const Tensor one{{1}, {1.0}};
  EXPECT_EQ(
      outside("batchnorm_forward", {x, one, one, Tensor::scalar(0), number, number, one, one}).at(0).shape,
      (Shape{2, 1}));
  EXPECT_THROW(outside("batchnorm_backward", {}), backprop::NotImplemented);
  EXPECT_THROW(outside("affine_forward", {}), ProtocolError);
  EXPECT_THROW(outside("checked_function", {number, x}), ProtocolError);
  const Assignment a1 = assignment("a1-gates");
  const auto checker = worker_layers(a1, {a1.find("grad_check")}, {}).outside();
  EXPECT_EQ(checker("checked_function", {Tensor::scalar(3), x}).at(0), x);
  const auto passed = worker_layers(a2, {a2.find("batchnorm_alt")}, all_with(a2, Status::pass)).outside();
  EXPECT_THROW(passed("batchnorm_forward", {}), ProtocolError) << "the student's own is linked";
}

TEST(SubmissionBuildTest, RefusesTheReferenceInPlaceOfWhatIsGraded) {
  const Assignment a1 = assignment("a1-gates");
  const SubmissionBuild build(a1, fs::path(BACKPROP_ASSIGNMENTS).parent_path() / "solutions", {});
  const auto key = answer_key_of(a1);
  ProblemSpec relu = *a1.find("relu");
  const auto refused = [&](const WorkerLayers& layers) {
    const auto worker = build.worker(layers, *key);
    const auto* none = std::get_if<NoWorker>(&worker);
    return none && none->status == Status::grader_error &&
           none->message.find("reference") != std::string::npos;
  };
  EXPECT_FALSE(refused({.asked = {&relu}, .own = {}, .stand_ins = {}}));
  EXPECT_TRUE(refused({.asked = {&relu}, .own = {}, .stand_ins = {{"relu", a1.find("relu")}}}));
  relu.library = {"relu"};
  EXPECT_TRUE(refused(worker_layers(a1, {&relu}, {})));
}

}  // namespace
}  // namespace grader
