# Commands that people run while they work on asynclint. CI runs .ci/run.

FUZZTIME ?= 30s

.PHONY: all test check generate fuzz bench tour

all: check

tour: ## run the program on the sample app
	go run ./cmd/asynclint --format default ./testdata/tour

test: ## the test command of the README
	go test ./...

check: ## what CI runs
	.ci/run

generate: ## docs/rules, the README's table, the config schema
	go generate ./...

fuzz: ## each fuzz target for FUZZTIME
	@grep -rlE '^func Fuzz' --include='*_test.go' . | while read -r file; do \
		for target in $$(sed -nE 's/^func (Fuzz[A-Za-z0-9_]+)\(.*/\1/p' "$$file"); do \
			echo "== $$(dirname "$$file") $$target"; \
			go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) "./$$(dirname "$$file")" || exit 1; \
		done; \
	done

bench: ## Go benchmarks
	go test -run '^$$' -bench . -benchmem ./...
