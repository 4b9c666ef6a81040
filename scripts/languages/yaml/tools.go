//go:build tools

package engine

import _ "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"
