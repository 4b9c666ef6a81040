// Writes a package's SDKs from its schema, as `pulumi package add` does by language hosts that
// generate, which those that can be built from Go modules do not.
//
//	sdk-generator SCHEMA FOLDER
//
// writes FOLDER/nodejs, FOLDER/python and FOLDER/go anew. It is built with the modules of the engine
// in ../../engine/cli, so that the SDKs are those of the engine's version.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/blang/semver"

	golang "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const tool = "pulumi-gitlab-runners"

type generate func(*schema.Package) (map[string][]byte, error)

var languages = map[string]generate{
	"nodejs": func(bound *schema.Package) (map[string][]byte, error) {
		return nodejs.GeneratePackage(tool, bound, nil, nil, true, alone{})
	},
	"python": func(bound *schema.Package) (map[string][]byte, error) {
		return python.GeneratePackage(tool, bound, nil, alone{})
	},
	"go": func(bound *schema.Package) (map[string][]byte, error) {
		return golang.GeneratePackage(tool, bound, nil)
	},
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: sdk-generator SCHEMA FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(schemaPath, folder string) error {
	text, err := os.ReadFile(schemaPath)
	if err != nil {
		return err
	}
	for language, generate := range languages {
		// A generator writes its language's settings into what it is given, so each gets its own.
		bound, err := bind(text)
		if err != nil {
			return fmt.Errorf("%s: %w", schemaPath, err)
		}
		files, err := generate(bound)
		if err != nil {
			return fmt.Errorf("%s: %w", language, err)
		}
		if err := write(filepath.Join(folder, language), files); err != nil {
			return err
		}
	}
	return nil
}

func bind(text []byte) (*schema.Package, error) {
	var spec schema.PackageSpec
	if err := json.Unmarshal(text, &spec); err != nil {
		return nil, err
	}
	bound, diagnostics, err := schema.BindSpec(spec, alone{}, schema.ValidationOptions{})
	if err != nil {
		return nil, err
	}
	for _, diagnostic := range diagnostics {
		fmt.Fprintln(os.Stderr, diagnostic.Error())
	}
	if diagnostics.HasErrors() {
		return nil, errors.New("the schema is not valid")
	}
	// What `pulumi package add` sets: an SDK for Go is a module then.
	bound.SupportPack = true
	return bound, nil
}

// write leaves no file of an earlier schema behind.
func write(folder string, files map[string][]byte) error {
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	for name, content := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// alone is the loader of a package that refers to no other one: it starts and downloads nothing.
type alone struct{}

func (alone) LoadPackage(name string, _ *semver.Version) (*schema.Package, error) {
	return nil, refuse(name)
}

func (alone) LoadPackageV2(
	_ context.Context, descriptor *schema.PackageDescriptor,
) (*schema.Package, error) {
	return nil, refuse(descriptor.Name)
}

func (alone) LoadPackageReference(name string, _ *semver.Version) (schema.PackageReference, error) {
	return nil, refuse(name)
}

func (alone) LoadPackageReferenceV2(
	_ context.Context, descriptor *schema.PackageDescriptor,
) (schema.PackageReference, error) {
	return nil, refuse(descriptor.Name)
}

func refuse(name string) error {
	return fmt.Errorf("the schema refers to the package %s, and other packages are not loaded", name)
}
