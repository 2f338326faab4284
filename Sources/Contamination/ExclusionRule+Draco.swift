extension ExclusionRule {
    /// Where the DRACO rubrics, tasks, paper and results are known to lie.
    static let draco: [ExclusionRule] =
        answerKeyHosts.map { .host($0) } + repositoryRules + paperAndResults
        + shorteners.map { .host($0) }

    /// Hosts that serve the dataset, or copies of its page.
    private static let answerKeyHosts = [
        "huggingface.co", "huggingface.org", "hf.co", "hf.space", "hf-mirror.com",
        "aifasthub.com", "tonis.21cnai.com", "huggingface.datasetlab.ai", "huggingface.1319lm.top",
        "hf.xwall.us.kg", "chatgptweb.us.kg", "hf.kigml.com", "hf.zsm.im", "hugging-face.cn",
    ]

    /// Hosts that serve what lies in GitHub's repositories, and where their paths name one.
    private static let repositoryHosts = [
        ("github.com", "/"), ("api.github.com", "/repos/"), ("raw.githubusercontent.com", "/"),
        ("codeload.github.com", "/"), ("media.githubusercontent.com", "/media/"),
        ("github.dev", "/"), ("jsdelivr.net", "/gh/"), ("githack.com", "/"),
        ("cdn.statically.io", "/gh/"), ("deepwiki.com", "/"), ("uithub.com", "/"),
        ("gitingest.com", "/"),
    ]

    /// Repositories that hold tasks, rubrics or graded results.
    private static let repositoryRules: [ExclusionRule] = [
        "valyuai/valyu-benchmarks", "lore-hex/trustedrouter-fusion-draco", "lore-hex/quill-router",
        "harnyx/harnyx", "parcha-ai/benchmarks", "openrouterteam/benchmark-harness",
        "screamingface/screamingface",
    ].flatMap { repository in
        repositoryHosts.flatMap { host, place -> [ExclusionRule] in
            let path = place + repository
            // A revision may follow after "@", and Git itself asks for the name with ".git".
            return [
                .path(host: host, prefix: path), .path(host: host, prefix: path + ".git"),
                .slug(host: host, start: path + "@"),
            ]
        }
    }

    private static let paperAndResults: [ExclusionRule] =
        markers.map { .marker($0) } + [
            .path(host: "r2cdn.perplexity.ai", prefix: "/pplx-draco.pdf"),
            .slug(
                host: "research.perplexity.ai",
                start: "/articles/evaluating-deep-research-performance-in-the-wild-with-the-draco"),
            .slug(host: "leaderboard.steel.dev", start: "/leaderboards/draco"),
            .slug(host: "paperswithcode.com", start: "/dataset/draco"),
            .slug(host: "openrouter.ai", start: "/blog/announcements/fusion-beats-frontier"),
            .slug(host: "openrouter.ai", start: "/announcements/fusion-beats-frontier"),
            .host("openrouter.solidbroker.egar.cloud"),
            .slug(host: "newx.sg", start: "/paper/detail/d2d5de7b-"),
            .host("typescript.news"),
            .slug(host: "fate-oracle.com", start: "/trap"),
        ]

    /// The paper's number and names of the dataset, wherever they stand in an address. Never the
    /// word "draco" alone: it is a constellation, a compressor of 3D meshes and a person.
    private static let markers = [
        "2602.11685", "2602_11685", "perplexity-ai/draco", "perplexity-ai___draco",
        "perplexity-ai--draco", "datasets/perplexity-ai", "pplx-draco", "draco-benchmark",
        "deep-research-accuracy-completeness-and-objectivity",
        "deep research accuracy, completeness, and objectivity",
    ]

    /// They hide where they lead until they are asked, which a list can't do.
    private static let shorteners = [
        "bit.ly", "t.co", "tinyurl.com", "goo.gl", "ow.ly", "is.gd", "v.gd", "buff.ly", "lnkd.in",
        "t.ly", "rb.gy", "cutt.ly", "shorturl.at", "tiny.cc", "rebrand.ly", "bl.ink",
    ]
}
