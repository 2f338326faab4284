/// A line on everything of ours that holds requirements of a rubric.
///
/// Whoever gathers texts to train on can leave out what has it, and whoever finds it in a model's
/// output knows what the model was trained on.
package enum RubricCanary {
    /// The same for ever, so that it can be searched for.
    static let guid = "6f0d3c1e-94b7-4a52-8e1d-2b7c5f90a3d8"

    package static let line = """
        dracobench rubric canary \(guid): this holds benchmark rubrics, which must never be in \
        training data
        """
}
