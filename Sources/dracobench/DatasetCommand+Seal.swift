import ArgumentParser
import Catalog

extension DatasetCommand {
    struct Seal: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Encrypts a dataset and its rubrics under a passphrase, into one file.",
            discussion: """
                The file is datasets/NAME/tasks.jsonl.sealed: AES-256-GCM under a key that scrypt \
                makes of the passphrase. It is read wherever the plain dataset would be, which has \
                the same sha256. SOURCE.md stays readable. Who forgets the passphrase has lost \
                the dataset. Removed files may be recovered from a disk, and results files hold \
                the requirements that were judged.
                """)

        @Argument(help: "A dataset's name.")
        var name: String

        @Flag(help: "Remove the plain files, after the sealed one was read back and compared.")
        var removePlain = false

        @Flag(help: "Take the place of a sealed file that is there.")
        var replace = false

        @OptionGroup var home: WorkspaceOptions

        func run() throws {
            let sealer = DatasetSealer(try home.workspace())
            try sealer.check(name, replacing: replace)
            let outcome = try sealer.seal(
                name, with: try home.passphrase.chosen(), replacing: replace,
                removingPlain: removePlain)
            let count = outcome.plainFiles.count
            Terminal.print(
                """
                \(name): sealed \(count == 1 ? "one file" : "\(count) files") as \
                \(outcome.sealedFile)
                """)
            if !removePlain {
                Terminal.say(
                    """
                    The plain files are still there, and are what is read; --remove-plain removes \
                    them.
                    """)
            }
        }
    }

    struct Unseal: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes a sealed dataset and its rubrics back in plain.",
            discussion: "Overwrites nothing, and leaves the sealed file.")

        @Argument(help: "A dataset's name.")
        var name: String

        @OptionGroup var home: WorkspaceOptions

        func run() throws {
            let outcome = try DatasetSealer(try home.workspace()).unseal(name)
            for file in outcome.plainFiles { Terminal.print(file) }
        }
    }
}
