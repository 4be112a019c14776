# What there is to do here. "make" alone lists it.

GO ?= go

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: build
build: ## build bin/tether
	$(GO) build -o bin/tether ./cmd/tether

SKIP ?=
SHORT ?=

.PHONY: test
test: ## run all tests, but with SHORT=1 those that ask nothing of the Go release, and those of packages: make test SKIP="internal/growth internal/fixproof"
	$(GO) test -timeout 20m $(if $(SHORT),-short) $(if $(SKIP),$$($(GO) list ./... | grep -v $(SKIP:%=-e '/%$$')),./...)

.PHONY: test-catalog
test-catalog: ## hold each row of the catalogue against the real module
	cd e2e/catalog && $(GO) vet ./... && $(GO) test -timeout 10m ./...

.PHONY: test-golangci
test-golangci: ## build golangci-lint with the plugin, and compare the two
	cd e2e/golangci && $(GO) vet ./... && $(GO) test -timeout 20m ./...

.PHONY: test-precommit
test-precommit: ## run the hooks by the real pre-commit, which must be installed
	cd e2e/precommit && $(GO) vet ./... && $(GO) test -timeout 10m ./...

.PHONY: test-hosts
test-hosts: ## run tether where users do: the real programs of CI, Bazel, caches, editors
	cd e2e/ci && $(GO) vet ./... && $(GO) test -timeout 15m ./...
	$(MAKE) test-nogo
	cd e2e/cache && $(GO) vet ./... && $(GO) test -timeout 15m ./...

.PHONY: test-editors
test-editors: build ## run tether lsp in Neovim, in Emacs, and by VS Code's client; test and package the extension
	cd e2e/editors && npm ci --no-audit --no-fund && npm test
	cd editors/vscode && npm ci --no-audit --no-fund --ignore-scripts && npm run check && npm test && npm run package

.PHONY: test-nogo
test-nogo: ## run Bazel's nogo, built from its sources, and tether as a vet tool without modules
	cd e2e/nogo && $(GO) vet ./... && $(GO) test -timeout 15m ./...

.PHONY: test-report
test-report: build ## look at the page of tether report in Chromium: every control, by keyboard, in both themes
	cd e2e/report && npm ci --no-audit --no-fund && npm test

.PHONY: test-report-large
test-report-large: build ## the same with 20,000 findings
	cd e2e/report && npm ci --no-audit --no-fund && TETHER_FINDINGS=20000 node --test large.test.mjs

.PHONY: test-kernels
test-kernels: ## run tracked on the goroutine-leak kernels of the Go tree
	cd tracked && $(GO) test -timeout 10m -run TestGoKer .

.PHONY: test-tracked
test-tracked: ## test the runtime package, with the race detector, and its adapters
	cd tracked && $(GO) vet ./... && $(GO) test -timeout 10m ./... && $(GO) test -race -short -timeout 5m ./...
	cd tracked/otel && $(GO) vet ./... && $(GO) test -race -timeout 5m ./...
	cd tracked/prometheus && $(GO) vet ./... && $(GO) test -race -timeout 5m ./...
	cd tracked/bench && $(GO) vet ./...

DIST ?=

.PHONY: release
release: ## make all files of a release in dist, twice, and compare: what is committed, under its tag
	cd release && $(GO) run . -C .. -o ../dist

.PHONY: test-release
test-release: ## make a release of the last commit, then install and run it; or test that in DIST
	cd release && $(GO) vet ./... && $(GO) test -count=1 -timeout 30m . $(if $(DIST),-dist "$(abspath $(DIST))")

.PHONY: test-alerts
test-alerts: ## let tracked's alert rules fire on programs that misbehave, in Prometheus's own engine, and run tether live on them
	cd e2e/alerts && $(GO) vet ./... && $(GO) test -timeout 10m ./...

.PHONY: bench-tracked
bench-tracked: ## what a launch costs, beside a raw one and other groups
	cd tracked/bench && $(GO) test -run '^$$' -bench . -benchtime 200ms -count $(N)

.PHONY: formatted
formatted: ## is everything as gofmt writes it
	@unformatted=$$(git ls-files '*.go' ':!:*/testdata/*' ':!:testdata/src/next' | xargs gofmt -l); \
	if [ -n "$$unformatted" ]; then echo "not formatted, run gofmt -w:" $$unformatted; exit 1; fi

.PHONY: lint
lint: formatted build ## gofmt, go vet also for Windows and macOS, and tether on itself
	$(GO) vet ./...
	for system in windows darwin; do GOOS=$$system $(GO) vet ./... && (cd tracked && GOOS=$$system $(GO) vet ./...) || exit 1; done
	bin/tether ./...

.PHONY: docs
docs: ## write docs/rules, the README's table of rules and the config's schema
	$(GO) test ./internal/docs ./internal/config -update

.PHONY: api
api: ## add what is newly exported to the recorded APIs
	$(GO) test ./internal/guards -run TestAPI -update

.PHONY: golden
golden: ## rewrite the golden files of the tests
	$(GO) test ./internal/report ./internal/gate -update
	UPDATE_SCRIPTS=1 $(GO) test ./cmd/tether

DIR ?= .
PATTERN ?= ./...
N ?= 5

.PHONY: bench
bench: build ## measure speed and memory: make bench DIR=checkout PATTERN=./... N=5
	$(GO) run ./internal/bench -dir "$(DIR)" -n $(N) "$(PATTERN)"

LARGE ?=
LINTER ?=

.PHONY: performance
performance: build ## write the tables of docs/performance.md: make performance DIR=checkouts N=3 LARGE=checkout LINTER=golangci-lint
	$(GO) run ./internal/bench -dir "$(DIR)" -n $(N) -page docs/performance.md -large "$(LARGE)" -golangci-lint "$(LINTER)"

ONLY ?=
UPDATE ?=
CLONE ?=
AUDIT = $(GO) run ./internal/corpus

.PHONY: corpus
corpus: build ## what a change adds, drops or alters on pinned checkouts: make corpus DIR=checkouts ONLY=serf UPDATE=1 CLONE=1
	$(AUDIT) -dir "$(DIR)" -only "$(ONLY)" $(if $(UPDATE),-update) $(if $(CLONE),-clone)

FILE ?=

.PHONY: bench-lsp
bench-lsp: ## from a keystroke to diagnostics: make bench-lsp FILE=checkout/server/client.go
	$(GO) test ./internal/cli -run '^$$' -bench Latency -benchtime 1x -latency "$(FILE)"

# A time, or a count of inputs such as 100000x. Before Go 1.27 the end of a time may be
# called a failure ("context deadline exceeded", go.dev/issue/75804); a count never is.
TIME ?= 20m
EDITS ?= 20000

.PHONY: fuzz-lsp
fuzz-lsp: ## what clients send, for an hour, or: make fuzz-lsp TIME=100000x EDITS=500
	for target in FuzzEdits FuzzInput FuzzFrames; do $(GO) test ./internal/lsp -run '^$$' -fuzz "^$$target\$$" -fuzztime $(TIME) -fuzzminimizetime 1x || exit 1; done
	TETHER_LSP_EDITS=$(EDITS) $(GO) test ./internal/cli -count=1 -timeout 60m -run TestLSPSurvivesEditing

MILESTONE ?=

.PHONY: accuracy
accuracy: ## count the verdicts of audit/ into docs/accuracy.md
	$(AUDIT) -accuracy -milestone "$(MILESTONE)"

CHECKOUTS ?=
TESTS ?=

.PHONY: openers
openers: ## of the locals that functions of the checkouts close, how many tether knows the opener of: make openers DIR=checkouts
	$(AUDIT) -openers -dir "$(DIR)"

.PHONY: shake
shake: ## analyse the fixtures in many orders, and see whether all agree: make shake N=20
	TETHER_SHAKE=$(if $(filter command line environment,$(origin N)),$(N),20) $(GO) test -count=1 -timeout 30m ./internal/shake

.PHONY: fixproof
fixproof: build ## apply all fixes to copies of checkouts, and see whether they still build: make fixproof CHECKOUTS="a b" TESTS="-tests -changed"
	$(GO) run ./internal/fixproof -tether bin/tether -tracked tracked $(TESTS) $(CHECKOUTS)

.PHONY: kernels
kernels: ## run Go's examples of leaks and the kernels, and write where their goroutines stay, and what tether says there, into audit/kernels.tsv and docs/kernels.md
	FIXPROOF_GOKER=1 $(GO) test -count=1 -v -run TestKernelSites ./internal/fixproof -update

.PHONY: goker
goker: ## fix the goroutine-leak kernels of the Go tree, and see whether Shutdown names all that leak
	FIXPROOF_GOKER=1 $(GO) test -count=1 -v -run TestGoKer ./internal/fixproof

.PHONY: goker-live
goker-live: ## run the goroutine-leak kernels of the Go tree, and see whether tether live names each launch that leaks
	FIXPROOF_GOKER=1 $(GO) test -count=1 -v -run TestLiveGoKer ./internal/fixproof

SEEDS ?= 3
FROM ?= 2
SEED ?= 1
PKG ?= ./internal/obligation ./internal/obligation/sym ./internal/launch ./internal/behaviour
FUNC ?=

.PHONY: oracle
oracle: ## compare tether with 2,000 generated functions, and launchers, for each of SEEDS: make oracle SEEDS=3 FROM=101
	$(GO) test -count=1 -v -timeout 60m -run TestMore ./internal/oracle -more $(SEEDS) -from $(FROM)

.PHONY: mutate
mutate: ## change N conditions of the engine one at a time, and name those that no fixture notices: make mutate N=50 SEED=1 PKG=./internal/launch FUNC=once
	$(GO) run ./internal/mutate -n $(N) -seed $(SEED) -func "$(FUNC)" $(PKG)

.PHONY: clean
clean: ## remove what make and tether have built
	rm -rf bin dist
