/** `.gitlab-ci.yml` of some of the company's projects, by their paths. */
export const CONFIGURATIONS: Readonly<Record<string, string>> = {
  "acme/platform/gateway": `default:
  tags: [docker, linux]
  before_script: [make prepare]

stages: [lint, build, test, deploy]

.compile:
  stage: build
  script: make $ARCHITECTURE

lint:
  stage: lint
  script: make lint

compile:amd64:
  extends: .compile
  variables: { ARCHITECTURE: amd64 }

compile:arm64:
  extends: .compile
  variables: { ARCHITECTURE: arm64 }
  tags: [docker, linux, arm64]

unit:
  script: make test
  parallel: 2

staging:
  stage: deploy
  trigger: acme/platform/infrastructure/clusters
`,
  "acme/products/shop": `.docker: &docker
  tags: [docker]

unit:
  <<: *docker
  script: npm test

integration:
  tags: !reference [.docker, tags]
  script: npm run integration

desktop:
  stage: build
  parallel:
    matrix:
      - SYSTEM: [macos, windows]
  tags: [shell, $SYSTEM]
  script: npm run package
`,
  // No runner has both tags of the last one.
  "acme/research/vision": `train:
  tags: [gpu]
  script: python train.py

render:
  tags: [gpu, windows]
  script: render.exe
`,
};
