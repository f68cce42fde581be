// What the third-party scripts put into the window; only what our modules use of them.
interface Window {
  L: any;
  echarts: any;
}
declare module "*/vendor/leaflet/leaflet.js";
declare module "*/vendor/echarts/echarts.js";
declare module "*/vendor/cel/index.js";
