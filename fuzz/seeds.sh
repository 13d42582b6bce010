#!/bin/sh
# Copies the catalogue and the files of the reader's tests to the corpus of every target that reads whole files, the catalogue with
# choices before it to those of `edit` and `request`, and conditions of the catalogue, one a file, to that of `condition`.
set -eu
cd "$(dirname "$0")"
for target in read_file read_then_mean; do
    mkdir -p "corpus/$target"
    cp ../catalogue/*.toml ../crates/detente-model/tests/*formed/*.toml "corpus/$target/"
done
mkdir -p corpus/edit
for file in ../catalogue/*.toml ../crates/detente-edit/tests/*.toml; do
    for choices in a b c d; do
        # The first 48 bytes say what is done.
        { printf '%s' "$choices $file" | sha256sum | cut -c1-48 | tr -d '\n'; cat "$file"; } > "corpus/edit/$choices-$(basename "$file")"
    done
done
mkdir -p corpus/request
for file in ../catalogue/*.toml; do
    for choices in a b c d e f g h i j k l; do
        { printf '%s' "$choices $file" | sha256sum | cut -c1-48 | tr -d '\n'; cat "$file"; } > "corpus/request/$choices-$(basename "$file")"
    done
done
mkdir -p corpus/condition
grep -ho '\(that\|when\) = "[^"]*"' ../catalogue/*.toml | sed 's/^[a-z]* = "//; s/"$//' | sort -u | awk '{ print > ("corpus/condition/catalogue-" NR) }'
