/// A published dataset at one revision, known by its digest.
package struct PinnedDataset: Sendable, Equatable {
    package let name: String
    package let url: String
    package let revision: String
    package let sha256: String
    package let byteCount: Int
    package let licence: String

    package init(
        name: String, url: String, revision: String, sha256: String, byteCount: Int,
        licence: String
    ) {
        self.name = name
        self.url = url
        self.revision = revision
        self.sha256 = sha256
        self.byteCount = byteCount
        self.licence = licence
    }

    /// The DRACO benchmark by Perplexity, at the revision of February 2026 that all published
    /// results use.
    package static let draco = PinnedDataset(
        name: "draco",
        url: """
            https://huggingface.co/datasets/perplexity-ai/draco/resolve/\
            ce076749809027649ebd331bcb70f42bf720d387/test.jsonl
            """,
        revision: "ce076749809027649ebd331bcb70f42bf720d387",
        sha256: "e35bfe78cd827fa1d541b79fbc7bc7b91966d3227d8742c83e99d26d4ac4679a",
        byteCount: 909_190, licence: "MIT")

    package static let all = [draco]

    /// What SOURCE.md says of it.
    func sourceText(origin: String) -> String {
        """
        # \(name)

        origin: \(origin)
        revision: \(revision)
        sha256: \(sha256)
        licence: \(licence)

        """
    }
}
