"""What a model file is worth on spoilt pictures: corruptions, the questions asked, scores, plot."""
