module github.com/Backblaze/blazer

go 1.26.0
